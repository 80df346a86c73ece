import type { Warning } from '../api/totals.ts'

/** A warning of the preview as a sentence. */
export function warningText(warning: Warning): string {
  return typeof warning === 'string' ? warning : (warning.message ?? warning.code)
}
