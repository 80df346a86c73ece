import { sendMail } from '../../mail/sendMail.ts'
import type { Task } from '../task.ts'

/** `{ mail }`: sends one mail of the outbox. */
export const sendMailTask: Task = (input, { payload, signal }) =>
  sendMail({ payload, mail: Number(input.mail), ...(signal ? { signal } : {}) })
