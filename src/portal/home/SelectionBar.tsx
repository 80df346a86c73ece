import { formatMoney } from '../../base/money.ts'
import { type BasketGroup, basketsOf, type Selection } from '../logic/selection.ts'
import { Button } from '../parts/Button.tsx'

const chosen = (count: number): string => (count === 1 ? '1 invoice chosen' : `${count} invoices chosen`)

const toFirstWrong = () => document.querySelector<HTMLElement>('.pp-rows [aria-invalid="true"]')?.focus()

function GroupButton({ group, onPay }: { group: BasketGroup; onPay: (group: BasketGroup) => void }) {
  const isReady = group.problems === 0 && group.lines.length > 0
  return (
    <Button look="primary" onPress={() => (isReady ? onPay(group) : toFirstWrong())}>
      {group.lines.length === 0 ? 'Pay' : `Pay ${formatMoney(group.total, group.currency)}`}
    </Button>
  )
}

/** What is ticked, and the way on to paying it. Several currencies or accounts are several payments. */
export function SelectionBar({
  selection,
  onPay,
  onClear,
}: {
  selection: Selection
  onPay: (group: BasketGroup) => void
  onClear: () => void
}) {
  if (selection.size === 0) return null
  const groups = basketsOf(selection)
  const hasProblem = groups.some(({ problems }) => problems > 0)
  return (
    <section className="pp-bar" aria-label="Chosen invoices">
      <div className="pp-bar-text" role="status">
        <strong>{chosen(selection.size)}</strong>
        {hasProblem && <span className="pp-bar-problem">Please correct the marked amounts.</span>}
        {groups.length > 1 && <span>They go to different accounts, so each is a payment of its own.</span>}
      </div>
      <div className="pp-actions">
        <Button look="quiet" onPress={onClear}>
          Clear
        </Button>
        {groups.map((group) => (
          <GroupButton key={`${group.currency} ${group.account}`} group={group} onPay={onPay} />
        ))}
      </div>
    </section>
  )
}
