import { settlePosting } from '../../attention/settlePosting.ts'
import { poolOf } from '../../base/database.ts'
import { postTransaction } from '../../connect/posting/postTransaction.ts'
import type { Task } from '../task.ts'

/** `{ posting, byHand?, whenClosed? }`. */
export const postTransactionTask: Task = async (input, { payload }) => {
  const posting = Number(input.posting)
  await postTransaction({
    payload,
    posting,
    byHand: input.byHand === true,
    ...(input.whenClosed === 'first_open_day' ? { whenClosed: 'first_open_day' } : {}),
  })
  await settlePosting(poolOf(payload), posting)
}
