'use client'

import { XIcon } from '@payloadcms/ui'
import { PayerFinder } from '../records/merge/PayerFinder.tsx'
import type { BulkPayer } from './bulk.ts'

type Props = { except: number; chosen: readonly BulkPayer[]; onChange: (chosen: BulkPayer[]) => void }

const titleOf = ({ id, name, email }: BulkPayer): string => `${name || email || 'Payer'} (no. ${id})`

/** Searches payers and ticks those to copy to; who is ticked stays whatever is searched next. */
export function CopyPayers({ except, chosen, onChange }: Props) {
  const isChosen = ({ id }: BulkPayer) => chosen.some((one) => one.id === id)
  const set = (payer: BulkPayer, isOn: boolean) => {
    const rest = chosen.filter(({ id }) => id !== payer.id)
    onChange(isOn ? [...rest, payer] : rest)
  }
  return (
    <section className="ppa-panel" aria-label="Payers to copy to">
      <PayerFinder
        label="Copy to: name or email"
        except={except}
        choice="checkbox"
        isChosen={isChosen}
        onChoose={set}
      />
      {chosen.length > 0 ? (
        <ul className="ppa-chips" aria-label="Chosen payers">
          {chosen.map((payer) => (
            <li key={payer.id}>
              <bdi>{titleOf(payer)}</bdi>
              <button
                type="button"
                className="ppa-icon-button"
                aria-label={`Take out ${titleOf(payer)}`}
                onClick={() => set(payer, false)}
              >
                <XIcon />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
