'use client'

import { toast, useModal } from '@payloadcms/ui'
import { useCallback, useState } from 'react'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import type { PostingChoice } from '../../connect/posting/readPostingDetail.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { TextInput } from '../fields/TextInput.tsx'
import { moneyText } from '../money/moneyText.ts'
import { LoadState } from '../parts/LoadState.tsx'
import { readPart, splitOf } from './posting.ts'

export const MOVE_DIALOG = 'payer-portal-posting-move'

type Props = { posting: PostingDoc; onDone: (ids: readonly number[]) => Promise<void> }

function useChoices({ id }: PostingDoc) {
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) =>
      (await api<{ docs: PostingChoice[] }>(`/postings/${id}/invoices`, { signal })).docs,
    [id],
  )
  return useLoaded(load)
}

function leftText(left: number, currency: string): string {
  if (left === 0) return 'All of it has a place.'
  return left > 0 ? `${moneyText(left, currency)} still has no place.` : `${moneyText(-left, currency)} too much.`
}

function OpenMove({ posting, onDone }: Props) {
  const api = useAdminApi()
  const { data, error } = useChoices(posting)
  const [texts, setTexts] = useState<Readonly<Record<number, string>>>({})
  const { id, reference, amount, currency } = posting
  const choices = data ?? []
  const { allocations, left, isWrong } = splitOf(posting, { choices, texts })
  const confirm = async () => {
    await api(`/postings/${id}/reallocate`, { method: 'POST', body: { allocations } })
    toast.success(`${reference} was moved to other invoices.`)
    void onDone([id])
  }
  return (
    <ActionDialog
      slug={MOVE_DIALOG}
      heading={`Choose invoices for ${reference}`}
      confirmLabel="Move the payment"
      canConfirm={left === 0 && !isWrong}
      onConfirm={confirm}
    >
      <p>
        {moneyText(amount, currency)} was paid on{' '}
        <bdi>{posting.lines.map(({ invoiceNumber, invoice }) => invoiceNumber ?? `#${invoice}`).join(', ')}</bdi>. Put
        all of it on open invoices of the same client. The payer’s receipt stays as it is.
      </p>
      <LoadState data={data} error={error} />
      {data?.length === 0 ? (
        <p className="ppa-empty">This client has no other open invoice in this account and currency.</p>
      ) : null}
      {choices.map(({ invoice, number, most, dueOn, matterNumber }) => {
        const part = readPart(texts[invoice] ?? '', { most, currency })
        const about = [matterNumber ? `matter ${matterNumber}` : null, dueOn ? `due ${dueOn}` : null].filter(Boolean)
        return (
          <TextInput
            key={invoice}
            label={`Invoice ${number} (${currency.toUpperCase()})`}
            inputMode="decimal"
            value={texts[invoice] ?? ''}
            hint={[`Takes up to ${moneyText(most, currency)}`, ...about].join(', ')}
            error={typeof part === 'string' ? part : null}
            onChange={(text) => setTexts({ ...texts, [invoice]: text })}
          />
        )
      })}
      <p role="status">
        <strong>{leftText(left, currency)}</strong>
      </p>
    </ActionDialog>
  )
}

/** Puts the money of a posting that cannot be written on other open invoices. */
export function MoveDialog({ posting, onDone }: { posting: PostingDoc | null; onDone: Props['onDone'] }) {
  const { isModalOpen } = useModal()
  return posting && isModalOpen(MOVE_DIALOG) ? <OpenMove key={posting.id} posting={posting} onDone={onDone} /> : null
}
