'use client'

import { useConfig, useListQuery, useSelection } from '@payloadcms/ui'
import { mergeListSearchAndWhere } from 'payload/shared'
import { useCallback } from 'react'
import { SLUGS } from '../../base/slugs.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import type { ChosenPayer } from './bulkInvite.ts'

const PAGE = 100
const FIELDS = `depth=0&sort=id&limit=${PAGE}&select[name]=true&select[email]=true&select[loginAccess]=true`

type Page = { docs: ChosenPayer[]; hasNextPage: boolean }

/** The query of the ticked rows; with all of them chosen, also of what is on other pages and matches the search. */
export function useChosenQuery(): () => string {
  const { getQueryParams, selectAll } = useSelection()
  const { query } = useListQuery()
  const { getEntityConfig } = useConfig()
  return () => {
    const search = selectAll === 'allAvailable' && typeof query?.search === 'string' ? query.search : ''
    const collectionConfig = getEntityConfig({ collectionSlug: SLUGS.payers })
    return getQueryParams(search ? mergeListSearchAndWhere({ collectionConfig, search, where: {} }) : undefined)
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
