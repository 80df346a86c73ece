'use client'

import { Link, useConfig } from '@payloadcms/ui'
import type { LoginFacts } from './loginState.ts'

/** The other payers of the same login, each with a link to its page. */
export function AlsoActsFor({ payers }: { payers: LoginFacts['alsoActsFor'] }) {
  const { config } = useConfig()
  return (
    <ul className="ppa-list">
      {payers.map(({ id, name }) => (
        <li key={id}>
          <Link href={`${config.routes.admin}/collections/payers/${id}`}>{name || `Payer ${id}`}</Link>
        </li>
      ))}
    </ul>
  )
}
