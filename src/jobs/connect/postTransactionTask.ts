import { postTransaction } from '../../connect/posting/postTransaction.ts'
import type { Task } from '../task.ts'

/** `{ posting, byHand?, whenClosed? }`. */
export const postTransactionTask: Task = (input, { payload }) =>
  postTransaction({
    payload,
    posting: Number(input.posting),
    byHand: input.byHand === true,
    ...(input.whenClosed === 'first_open_day' ? { whenClosed: 'first_open_day' } : {}),
  })
