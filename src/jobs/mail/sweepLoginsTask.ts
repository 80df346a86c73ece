import { sweepLogins } from '../../login/sweepLogins.ts'
import type { Task } from '../task.ts'

/** Clears away what is over: sessions, links, limits. */
export const sweepLoginsTask: Task = (_input, { payload }) => sweepLogins(payload)
