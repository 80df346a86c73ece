import { formatMoney } from '../../base/money.ts'
import { RequestError } from '../api/RequestError.ts'
import type { Id, Invoice } from '../api/types.ts'
import { type ChangedLine, changedLines, withinDue } from '../logic/changedBasket.ts'
import { type Basket, totalOf } from '../logic/selection.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { Money } from '../parts/Money.tsx'
import { Notice } from '../parts/Notice.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'

type ChangedAmountsProps = { basket: Basket; message: string; onChange: (basket: Basket) => void }

/** Every chosen invoice as it is now; null for one that is not there any more. */
function useInvoicesNow(basket: Basket) {
  const { client } = usePortal()
  const ids = basket.lines.map(({ invoice }) => invoice)
  return useRemote(`now ${ids.join(' ')}`, async (signal) => {
    const read = async (id: Id): Promise<[Id, Invoice | null]> => {
      const invoice = await client.invoice(id, signal).catch((error: unknown) => {
        if (error instanceof RequestError && error.status === 404) return null
        throw error
      })
      return [id, invoice]
    }
    return new Map(await Promise.all(ids.map(read)))
  })
}

function Line({ changed: { line, due, amount }, currency }: { changed: ChangedLine; currency: string }) {
  return (
    <li>
      <span>
        Invoice <bdi>{line.number ?? `#${line.invoice}`}</bdi>
      </span>
      <span>
        {due === 0 && 'cannot be paid any more'}
        {due > 0 && amount === line.amount && 'unchanged'}
        {due > 0 && amount < line.amount && (
          <>
            now due <Money amount={due} currency={currency} />, you chose{' '}
            <Money amount={line.amount} currency={currency} />
          </>
        )}
      </span>
    </li>
  )
}

function Now({
  basket,
  changed,
  onChange,
}: Pick<ChangedAmountsProps, 'basket' | 'onChange'> & { changed: ChangedLine[] }) {
  const next = withinDue(basket, changed)
  return (
    <>
      <ul className="pp-lines">
        {changed.map((each) => (
          <Line key={each.line.invoice} changed={each} currency={basket.currency} />
        ))}
      </ul>
      <div className="pp-actions">
        {next && (
          <Button look="primary" onPress={() => onChange(next)}>
            Go on with {formatMoney(totalOf(next), next.currency)}
          </Button>
        )}
        <LinkButton href="/">Choose again</LinkButton>
      </div>
    </>
  )
}

function Reading({ basket, onChange }: Omit<ChangedAmountsProps, 'message'>) {
  const { data, error } = useInvoicesNow(basket)
  if (error) return <LinkButton href="/">Choose again</LinkButton>
  if (!data) return <Skeleton rows={2} height="row" />
  return <Now basket={basket} changed={changedLines(basket, data)} onChange={onChange} />
}

/** More are not asked for one by one. */
const MOST = 20

/** What was chosen is no longer what is due: the new amounts, and a way to go on with them. */
export function ChangedAmounts({ basket, message, onChange }: ChangedAmountsProps) {
  return (
    <Notice tone="warn" title="These invoices have changed">
      <p>{message} Nothing was charged.</p>
      {basket.lines.length > MOST ? (
        <LinkButton href="/">Choose again</LinkButton>
      ) : (
        <Reading basket={basket} onChange={onChange} />
      )}
    </Notice>
  )
}
