import { expireInvite } from '../../login/expireInvite.ts'
import type { Task } from '../task.ts'

/** `{ token }`: marks an invite as expired when its link's time is over. */
export const expireInviteTask: Task = (input, { payload }) => expireInvite({ payload, token: Number(input.token) })
