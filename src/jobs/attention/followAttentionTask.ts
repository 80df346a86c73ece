import { followAttention } from '../../attention/followAttention.ts'
import type { Task } from '../task.ts'

/** Every minute: what needs attention, and what no longer does. */
export const followAttentionTask: Task = (_input, { payload }) => followAttention(payload)
