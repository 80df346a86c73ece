'use client'

import { Button, useModal, useTranslation } from '@payloadcms/ui'
import { useCallback } from 'react'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import type { PostingMove, PostingSent } from '../../connect/posting/readPostingDetail.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { DialogBox } from '../dialog/DialogBox.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { MOVE_WORDS, sentTexts } from './posting.ts'

export const HISTORY_DIALOG = 'payer-portal-posting-history'

function Moves({ moves }: { moves: readonly PostingMove[] }) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' })
  if (moves.length === 0) return <p className="ppa-muted">Nothing has been tried yet.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls the long list with the keyboard
    <ol className="ppa-list ppa-results" tabIndex={0} aria-label="What happened, the newest first">
      {moves.map(({ at, status, message, by }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is only ever replaced whole
        <li key={place}>
          <strong>{MOVE_WORDS[status] ?? status}</strong> {format.format(new Date(at))}
          {by ? `, ${by}` : ''}
          {message ? (
            <div className="ppa-muted">
              <bdi>{message}</bdi>
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function Sent({ sent }: { sent: PostingSent }) {
  return (
    <div>
      <p>The billing system was asked to write beside the money:</p>
      <ul className="ppa-facts">
        {sentTexts(sent).map((text) => (
          <li key={text}>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}

function OpenHistory({ posting }: { posting: PostingDoc }) {
  const { closeModal } = useModal()
  const { id } = posting
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<{ docs: PostingMove[]; sent: PostingSent | null }>(`/postings/${id}/history`, { signal }),
    [id],
  )
  const { data, error } = useLoaded(load)
  const close = () => closeModal(HISTORY_DIALOG)
  const controls = (
    <Button margin={false} buttonStyle="secondary" extraButtonProps={{ 'data-cancel': true }} onClick={close}>
      Close
    </Button>
  )
  return (
    <DialogBox slug={HISTORY_DIALOG} heading={`History of ${posting.reference}`} controls={controls} onSubmit={close}>
      <LoadState data={data} error={error} />
      {data ? <Moves moves={data.docs} /> : null}
      {data?.sent ? <Sent sent={data.sent} /> : null}
    </DialogBox>
  )
}

/** Each try of a posting, with its outcome, and what staff did. */
export function HistoryDialog({ posting }: { posting: PostingDoc | null }) {
  const { isModalOpen } = useModal()
  return posting && isModalOpen(HISTORY_DIALOG) ? <OpenHistory key={posting.id} posting={posting} /> : null
}
