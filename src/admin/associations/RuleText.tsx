import { Fragment } from 'react'
import { type Association, conditionsOf, type Draft } from './association.ts'

/** A rule in words. Values of the billing system may run right to left. */
export function RuleText({ association }: { association: Association | Draft }) {
  return (
    <span className="ppa-rule">
      {conditionsOf(association).map(({ label, value }, at) => (
        <Fragment key={label}>
          {at > 0 ? ' and ' : ''}
          {at > 0 ? label.toLowerCase() : label} <bdi className="ppa-value">{value}</bdi>
        </Fragment>
      ))}
    </span>
  )
}
