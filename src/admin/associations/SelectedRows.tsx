'use client'

import { Button, XIcon } from '@payloadcms/ui'
import { rowKey, rowTitle } from './searchRow.ts'
import type { RowSelection } from './useSelection.ts'

/** What is ticked, whatever the present search shows; each can be taken out again, and all of them. */
export function SelectedRows({ selection }: { selection: RowSelection }) {
  const { rows, set, clear } = selection
  return (
    <>
      <div className="ppa-tray">
        <h4>{rows.length} selected</h4>
        <Button buttonStyle="secondary" size="small" margin={false} onClick={clear}>
          Take out all
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <ul className="ppa-chips ppa-chips--tray" aria-label="Selected" tabIndex={0}>
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
