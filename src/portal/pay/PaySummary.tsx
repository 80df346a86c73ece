import { type Basket, totalOf } from '../logic/selection.ts'
import { AmountsAge } from '../parts/AmountsAge.tsx'
import { Money } from '../parts/Money.tsx'

/** What is about to be paid. The amount charged is the amount shown. */
export function PaySummary({ basket }: { basket: Basket }) {
  return (
    <section className="pp-card pp-pay-summary" aria-labelledby="pp-what">
      <h2 id="pp-what">You pay</h2>
      <ul className="pp-lines">
        {basket.lines.map((line) => (
          <li key={line.invoice}>
            <span>
              Invoice <bdi>{line.number ?? `#${line.invoice}`}</bdi>
            </span>
            <Money amount={line.amount} currency={basket.currency} />
          </li>
        ))}
      </ul>
      <p className="pp-lines-total">
        <span>Total</span>
        <Money amount={totalOf(basket)} currency={basket.currency} />
      </p>
      <AmountsAge />
    </section>
  )
}
