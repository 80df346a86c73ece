'use client'

import { useListQuery } from '@payloadcms/ui'
import { Select } from '../fields/Select.tsx'
import { LOGIN_FILTERS, readLoginFilter, withLoginFilter } from './loginFilter.ts'

const OTHER = { value: 'other', label: 'As filtered below' } as const

/** Narrows the list of payers by login access, by the state of the invite, or to those whose mails come back. */
export function LoginFilter() {
  const { query, handleWhereChange } = useListQuery()
  const chosen = readLoginFilter(query?.where)
  const options = chosen === null ? [...LOGIN_FILTERS, OTHER] : LOGIN_FILTERS
  return (
    <Select
      label="Login"
      options={options}
      value={chosen ?? OTHER.value}
      onChange={(name) => name !== 'other' && void handleWhereChange?.(withLoginFilter(query?.where, name))}
    />
  )
}
