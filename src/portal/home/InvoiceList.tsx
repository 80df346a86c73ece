import type { Invoice } from '../api/types.ts'
import { type Selection, toggle, toggleAll, withText } from '../logic/selection.ts'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Field.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import type { Pages } from '../state/usePages.ts'
import { InvoiceRow } from './InvoiceRow.tsx'

type ListProps = {
  docs: Invoice[]
  pages: Pages<Invoice>
  selection: Selection
  onSelection: (selection: Selection) => void
}

function SelectAll({ docs, selection, onSelection }: Pick<ListProps, 'docs' | 'selection' | 'onSelection'>) {
  const payable = docs.filter((invoice) => invoice.payable)
  if (payable.length < 2) return null
  const isAll = payable.every((invoice) => selection.has(invoice.id))
  return (
    <div className="pp-select-all">
      <Check isSelected={isAll} onChange={() => onSelection(toggleAll(selection, docs))}>
        Choose all {payable.length} shown
      </Check>
    </div>
  )
}

/** The invoices with their ticks, and a button for more of them. */
export function InvoiceList({ docs, pages, selection, onSelection }: ListProps) {
  const { settings } = usePortal()
  const { canPay } = useAbilities()
  const today = { timeZone: settings.timeZone, now: new Date() }
  return (
    <>
      {canPay && <SelectAll docs={docs} selection={selection} onSelection={onSelection} />}
      <ul className="pp-rows" aria-label="Invoices">
        {docs.map((invoice) => (
          <InvoiceRow
            key={invoice.id}
            invoice={invoice}
            ticked={selection.get(invoice.id)}
            today={today}
            canPay={canPay}
            onToggle={() => onSelection(toggle(selection, invoice))}
            onText={(text) => onSelection(withText(selection, invoice.id, text))}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <div className="pp-more">
          <Button onPress={pages.loadMore} isPending={pages.isLoadingMore}>
            Show more invoices
          </Button>
        </div>
      )}
    </>
  )
}
