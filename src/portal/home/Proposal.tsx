import type { BasketLine } from '../logic/selection.ts'
import { Money } from '../parts/Money.tsx'

/** How one amount would be spread. Nothing has happened yet. */
export function Proposal({ lines, currency, remainder }: { lines: BasketLine[]; currency: string; remainder: number }) {
  return (
    <div className="pp-proposal" role="status">
      {lines.length === 0 && <p>None of your open invoices can take this amount.</p>}
      {lines.length > 0 && (
        <ul className="pp-lines">
          {lines.map((line) => (
            <li key={line.invoice}>
              <span>
                Invoice <bdi>{line.number ?? `#${line.invoice}`}</bdi>
              </span>
              <Money amount={line.amount} currency={currency} />
            </li>
          ))}
        </ul>
      )}
      {remainder > 0 && lines.length > 0 && (
        <p className="pp-help">
          <Money amount={remainder} currency={currency} /> is more than is due and will not be charged.
        </p>
      )}
    </div>
  )
}
