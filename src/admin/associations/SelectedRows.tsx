'use client'

import { XIcon } from '@payloadcms/ui'
import { rowKey, rowTitle } from './searchRow.ts'
import type { RowSelection } from './useSelection.ts'

/** What is ticked, whatever the present search shows; each can be taken out again. */
export function SelectedRows({ selection }: { selection: RowSelection }) {
  const { rows, set } = selection
  return (
    <>
      <h4>{rows.length} selected</h4>
      <ul className="ppa-chips">
        {rows.map((row) => (
          <li key={rowKey(row)}>
            <bdi>{rowTitle(row)}</bdi>
            <button
              type="button"
              className="ppa-icon-button"
              aria-label={`Take out ${rowTitle(row)}`}
              onClick={() => set([row], false)}
            >
              <XIcon />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
