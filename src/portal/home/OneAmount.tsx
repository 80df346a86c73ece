import { type FormEvent, useState } from 'react'
import { Dialog, DialogTrigger, Form, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { formatMoney, minorToDecimal } from '../../base/money.ts'
import type { Totals } from '../../base/totals.ts'
import type { AllocateAnswer } from '../api/types.ts'
import { mainCurrency } from '../logic/mainCurrency.ts'
import { parseAmount } from '../logic/parseAmount.ts'
import { type Basket, totalOf } from '../logic/selection.ts'
import { Button } from '../parts/Button.tsx'
import { Choice } from '../parts/Choice.tsx'
import { Field } from '../parts/Field.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'
import { Proposal } from './Proposal.tsx'

type Offer = { basket: Basket; remainder: number }

const offerOf = (answer: AllocateAnswer, currency: string, account: string | null): Offer => ({
  basket: {
    currency,
    account,
    lines: answer.allocations.map(({ invoice, invoiceNumber, amount }) => ({
      invoice,
      number: invoiceNumber ?? null,
      amount,
    })),
  },
  remainder: answer.remainder,
})

/** The accounts that a refusal `account_required` names, when it names them. */
function accountsIn(data: Readonly<Record<string, unknown>>): { id: string; label: string }[] {
  const accounts = Array.isArray(data.accounts) ? (data.accounts as unknown[]) : []
  return accounts.flatMap((account) => {
    if (typeof account === 'string') return [{ id: account, label: account }]
    const { key, label } = (account ?? {}) as { key?: unknown; label?: unknown }
    return typeof key === 'string' ? [{ id: key, label: typeof label === 'string' ? label : key }] : []
  })
}

function useAllocate() {
  const { client } = usePortal()
  const [offer, setOffer] = useState<Offer | null>(null)
  const action = useAction(async (request: { amount: number; currency: string; account?: string }) => {
    setOffer(offerOf(await client.allocate(request), request.currency, request.account ?? null))
  })
  return { offer, setOffer, action }
}

type CurrencyChoice = { currency: string; setCurrency: (currency: string) => void }

function useOneAmount({ currency, setCurrency }: CurrencyChoice) {
  const [account, setAccount] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const allocate = useAllocate()
  const accounts = allocate.action.error?.code === 'account_required' ? accountsIn(allocate.action.error.data) : []
  const change = (next: string) => {
    setText(next)
    setProblem(null)
    allocate.setOffer(null)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = parseAmount(text, currency)
    setProblem(parsed.problem)
    if (parsed.amount !== null)
      allocate.action.run({ amount: parsed.amount, currency, account: account ?? accounts[0]?.id })
  }
  return { currency, setCurrency, account, setAccount, accounts, text, change, problem, submit, ...allocate }
}

type FormProps = { totals: Totals[]; choice: CurrencyChoice; onPay: (basket: Basket) => void }

function OneAmountForm({ totals, choice, onPay }: FormProps) {
  const form = useOneAmount(choice)
  const open = totals.find(({ currency }) => currency === form.currency)?.openTotal ?? 0
  const currencies = totals.map(({ currency }) => ({ id: currency, label: currency.toUpperCase() }))
  const changeCurrency = (currency: string) => {
    form.setCurrency(currency)
    form.change('')
  }
  const { offer } = form
  return (
    <Form className="pp-form" onSubmit={form.submit} validationBehavior="aria">
      {currencies.length > 1 && (
        <Choice label="Currency" value={form.currency} options={currencies} onChange={changeCurrency} />
      )}
      <Field
        label={`Amount (${form.currency.toUpperCase()})`}
        inputMode="decimal"
        autoComplete="off"
        autoFocus
        value={form.text}
        onChange={form.change}
        problem={form.problem}
      />
      <Button look="quiet" onPress={() => form.change(minorToDecimal(open, form.currency))}>
        Use all that is open: {formatMoney(open, form.currency)}
      </Button>
      {form.accounts.length > 0 && (
        <Choice
          label="Account"
          value={form.account ?? form.accounts[0]?.id ?? ''}
          options={form.accounts}
          onChange={form.setAccount}
        />
      )}
      {form.accounts.length === 0 && <ErrorNotice error={form.action.error} />}
      {form.accounts.length > 0 && (
        <p className="pp-help">
          Your open invoices go to several accounts. Please choose one; the others are a payment of their own.
        </p>
      )}
      <Button type="submit" look={offer ? 'secondary' : 'primary'} isWide isPending={form.action.isPending}>
        Oldest to newest
      </Button>
      {offer && <Proposal lines={offer.basket.lines} currency={form.currency} remainder={offer.remainder} />}
      {offer && offer.basket.lines.length > 0 && (
        <Button look="primary" isWide onPress={() => onPay(offer.basket)}>
          Pay {formatMoney(totalOf(offer.basket), form.currency)}
        </Button>
      )}
    </Form>
  )
}

/** One amount, spread over the open invoices from the oldest to the newest. Shows how before anything is paid. */
export function OneAmount({ totals, onPay }: { totals: Totals[]; onPay: (basket: Basket) => void }) {
  // Kept out here, since the dialog forgets when it closes.
  const [chosen, setCurrency] = useState<string | null>(null)
  const isOpen = totals.some(({ currency }) => currency === chosen)
  const currency = chosen !== null && isOpen ? chosen : mainCurrency(totals)
  return (
    <DialogTrigger>
      <Button>Pay one amount</Button>
      <ModalOverlay className="pp-overlay" isDismissable>
        <Modal className="pp-modal">
          <Dialog className="pp-dialog">
            {({ close }) => (
              <>
                <Heading slot="title" className="pp-dialog-title">
                  Pay one amount
                </Heading>
                <p className="pp-dialog-text">
                  Type what you want to pay. It goes to your open invoices, the oldest first; the last one may be paid
                  in part.
                </p>
                <OneAmountForm totals={totals} choice={{ currency, setCurrency }} onPay={onPay} />
                <Button look="quiet" isWide onPress={close}>
                  Close
                </Button>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  )
}
