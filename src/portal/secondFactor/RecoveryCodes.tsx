import { useEffect, useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { Check } from '../parts/Field.tsx'
import { Notice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useInvalidFocus } from '../state/useInvalidFocus.ts'
import { useMissing } from '../state/useMissing.ts'

const fileOf = (firm: string, codes: string[]): string =>
  `data:text/plain;charset=utf-8,${encodeURIComponent(`Recovery codes for ${firm}\nEach works once.\n\n${codes.join('\n')}\n`)}`

/** The recovery codes, this one time, to be kept before going on. */
export function RecoveryCodes({
  codes,
  onDone,
  doneLabel,
}: {
  codes: string[]
  onDone: () => void
  doneLabel: string
}) {
  const { settings, announce } = usePortal()
  const [isKept, setKept] = useState(false)
  const missing = useMissing<'kept'>()
  const start = useInvalidFocus<HTMLDivElement>(missing.found)
  // They come in place of the form that had the focus.
  useEffect(() => start.current?.focus(), [start])
  const keep = (isOn: boolean) => {
    setKept(isOn)
    missing.clear()
  }
  const goOn = () => missing.check({ kept: isKept ? null : 'Save the codes first, then tick this.' }, onDone)
  const copy = () =>
    void navigator.clipboard.writeText(codes.join('\n')).then(
      () => announce('The codes are copied.'),
      () => announce('The codes could not be copied. Please write them down.'),
    )
  return (
    <div className="pp-form pp-said" ref={start} tabIndex={-1}>
      <Notice tone="warn" title="Save your recovery codes">
        <p>Each lets you log in once when you do not have your phone or passkey. They are not shown again.</p>
      </Notice>
      <ol className="pp-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="pp-actions">
        <Button onPress={copy}>Copy</Button>
        <a
          className="pp-button pp-button-secondary"
          href={fileOf(settings.firmName, codes)}
          download="recovery-codes.txt"
        >
          <span className="pp-button-text">Download</span>
        </a>
      </div>
      <Check isSelected={isKept} onChange={keep} problem={missing.of('kept')}>
        I have saved these codes
      </Check>
      <Button look="primary" isWide onPress={goOn}>
        {doneLabel}
      </Button>
    </div>
  )
}
