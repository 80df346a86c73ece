import type { AdminApi } from '../../api/useAdminApi.ts'
import type { ImportKind } from './importKinds.ts'
import type { ImportPart, ImportRow } from './importReport.ts'

export type ImportChoices = { invite: boolean; update: boolean }
export type ImportProgress = { done: number; total: number }
export type ImportResult = { rows: ImportRow[]; unknownColumns: string[] }

type Args = ImportChoices & {
  kind: Pick<ImportKind, 'path' | 'toRow'>
  csv: string
  dryRun: boolean
  /** Asked after each part: false ends it there. */
  goOn: () => boolean
  onPart: (progress: ImportProgress, result: ImportResult) => void
}

/** So many rows go in one request: few enough that the progress moves. */
const PART = 500

/** Takes a file part after part, so that progress can be shown and it can be stopped in between. Throws AdminApiError. */
export async function runImport(api: AdminApi, { kind, goOn, onPart, ...body }: Args): Promise<ImportResult> {
  const result: ImportResult = { rows: [], unknownColumns: [] }
  let from: number | null = 0
  while (from !== null) {
    const part: ImportPart = await api(kind.path, { method: 'POST', body: { ...body, from, limit: PART } })
    result.rows.push(...part.rows.map((row) => kind.toRow(row as never)))
    result.unknownColumns = part.unknownColumns
    onPart({ done: part.next ?? part.total, total: part.total }, result)
    from = goOn() ? part.next : null
  }
  result.rows.sort((a, b) => a.line - b.line)
  return result
}
