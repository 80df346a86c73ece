import { requestReset } from '../../login/requestReset.ts'
import type { Task } from '../task.ts'

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** `{ email, ip, userAgent }`: mails a reset link when there is a login behind the address. */
export const requestResetTask: Task = ({ email, ip, userAgent }, { payload }) =>
  requestReset({ payload, email: String(email), origin: { ip: textOf(ip), userAgent: textOf(userAgent) } })
