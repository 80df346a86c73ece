'use client'

import { useConfig, useListQuery, useSelection } from '@payloadcms/ui'
import { mergeListSearchAndWhere } from 'payload/shared'
import { useCallback } from 'react'
import { SLUGS } from '../../base/slugs.ts'
import { withoutArchived } from '../../payers/hideArchived.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import type { ChosenPayer } from './bulkInvite.ts'

const PAGE = 100
const FIELDS = `depth=0&sort=id&limit=${PAGE}&select[name]=true&select[email]=true&select[loginAccess]=true`

type Page = { docs: ChosenPayer[]; hasNextPage: boolean }

/** The query of the ticked rows; with all of them chosen, also of what the list shows on its other pages. */
export function useChosenQuery(): () => string {
  const { getQueryParams, selectAll } = useSelection()
  const { query } = useListQuery()
  const { getEntityConfig } = useConfig()
  return () => {
    if (selectAll !== 'allAvailable') return getQueryParams()
    const collectionConfig = getEntityConfig({ collectionSlug: SLUGS.payers })
    const where = withoutArchived(query?.where ?? {})
    const search = typeof query?.search === 'string' ? query.search : ''
    return getQueryParams(search ? { and: [mergeListSearchAndWhere({ collectionConfig, search }), where] } : where)
  }
}

/** Reads the chosen payers, page after page. `query` begins with a question mark. */
export function useReadChosen(query: string): (api: AdminApi, signal: AbortSignal) => Promise<ChosenPayer[]> {
  return useCallback(
    async (api, signal) => {
      const chosen: ChosenPayer[] = []
      for (let page = 1; ; page += 1) {
        const { docs, hasNextPage } = await api<Page>(`/payers${query}&${FIELDS}&page=${page}`, { signal })
        chosen.push(...docs)
        if (!hasNextPage) return chosen
      }
    },
    [query],
  )
}
