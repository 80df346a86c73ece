import { followAttentionTask } from './attention/followAttentionTask.ts'
import { postTransactionTask } from './connect/postTransactionTask.ts'
import { syncRowsTask } from './connect/syncRowsTask.ts'
import { syncSourceTask } from './connect/syncSourceTask.ts'
import { expireInviteTask } from './mail/expireInviteTask.ts'
import { requestResetTask } from './mail/requestResetTask.ts'
import { sendMailTask } from './mail/sendMailTask.ts'
import { sweepLoginsTask } from './mail/sweepLoginsTask.ts'
import { paymentTasks } from './payments/paymentTasks.ts'
import type { Task } from './task.ts'

/** Every kind of job by name. */
export const tasks: Readonly<Record<string, Task>> = {
  ...paymentTasks,
  followAttention: followAttentionTask,
  expireInvite: expireInviteTask,
  requestReset: requestResetTask,
  postTransaction: postTransactionTask,
  sendMail: sendMailTask,
  sweepLogins: sweepLoginsTask,
  syncRows: syncRowsTask,
  syncSource: syncSourceTask,
}
