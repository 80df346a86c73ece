import type { State } from '../logic/invoiceState.ts'

/** A state in a word. The word says it; the colour only helps. */
export function Badge({ state }: { state: State }) {
  return <span className={`pp-badge pp-tone-${state.tone}`}>{state.label}</span>
}
