import type { Totals } from '../../base/totals.ts'

/** A warning of the preview: a text, or a code with one. */
export type Warning = string | { code: string; message?: string }

export type Preview = { totals: Totals[]; asOf: string | null; warnings: Warning[] }
