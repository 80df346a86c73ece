import { requestReset } from '../../login/requestReset.ts'
import type { Task } from '../task.ts'

/** `{ email }`: mails a reset link when there is a login behind the address. */
export const requestResetTask: Task = (input, { payload }) => requestReset({ payload, email: String(input.email) })
