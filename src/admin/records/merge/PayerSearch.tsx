'use client'

import { PayerFinder } from './PayerFinder.tsx'
import type { FoundPayer } from './usePayerSearch.ts'

type Props = { except: number; chosen: FoundPayer | null; onChoose: (payer: FoundPayer) => void }

/** Looks for the payer that stays, by name, business or email. */
export const PayerSearch = ({ except, chosen, onChoose }: Props) => (
  <PayerFinder
    label="Payer that stays: name or email"
    except={except}
    choice="radio"
    isChosen={({ id }) => chosen?.id === id}
    onChoose={onChoose}
  />
)
