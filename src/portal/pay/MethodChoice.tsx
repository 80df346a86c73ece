import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { Id, PaymentMethod } from '../api/types.ts'
import { methodLabel } from '../logic/transactionState.ts'
import { Icon } from '../parts/Icon.tsx'

export const NEW_METHOD = 'new'

export const expiryOf = (method: Pick<PaymentMethod, 'expMonth' | 'expYear'>): string | null =>
  method.expMonth && method.expYear ? `${String(method.expMonth).padStart(2, '0')}/${method.expYear}` : null

function MethodRadio({
  id,
  label,
  detail,
  icon,
}: {
  id: string
  label: string
  detail?: string | null
  icon: 'card' | 'bank'
}) {
  return (
    <Radio value={id} className="pp-radio">
      <span className="pp-radio-dot" aria-hidden="true" />
      <Icon name={icon} />
      <span className="pp-radio-text">
        <span>{label}</span>
        {detail && <span className="pp-muted">{detail}</span>}
      </span>
    </Radio>
  )
}

/** With which saved method to pay, or with a new one. */
export function MethodChoice({
  methods,
  value,
  onChange,
}: {
  methods: PaymentMethod[]
  value: string
  onChange: (id: string) => void
}) {
  const detail = (method: PaymentMethod) =>
    [expiryOf(method) && `Expires ${expiryOf(method)}`, method.isDefault && 'Default'].filter(Boolean).join(' · ')
  return (
    <RadioGroup className="pp-radios" value={value} onChange={onChange}>
      <Label className="pp-label">Pay with</Label>
      {methods.map((method) => (
        <MethodRadio
          key={method.id}
          id={String(method.id)}
          label={methodLabel(method)}
          detail={detail(method)}
          icon={method.type === 'us_bank_account' ? 'bank' : 'card'}
        />
      ))}
      <MethodRadio id={NEW_METHOD} label="New card or bank account" icon="card" />
    </RadioGroup>
  )
}

/** The method that is proposed: the default one, else the first, else a new one. */
export function proposedMethod(methods: PaymentMethod[]): string {
  const method = methods.find(({ isDefault }) => isDefault) ?? methods[0]
  return method ? String(method.id) : NEW_METHOD
}

/** The id as the server gave it, for a chosen radio. */
export const chosenId = (methods: PaymentMethod[], value: string): Id | null =>
  methods.find(({ id }) => String(id) === value)?.id ?? null
