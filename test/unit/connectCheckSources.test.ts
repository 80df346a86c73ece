import type { BillingSource } from '../../src/connect/BillingSource.ts'
import { checkSources } from '../../src/connect/checkSources.ts'
import { SourceError } from '../../src/connect/SourceError.ts'

const source = (key: string, check?: () => Promise<void>) => ({ key, ...(check ? { check } : {}) }) as BillingSource
const refusal = (temporary: boolean) => () =>
  Promise.reject(new SourceError('The mapping `invoices` has no column "number": postgres://u:secret@h', { temporary }))

it('tells at boot which mapping does not fit, and which system does not answer, and rejects for neither', async () => {
  const told: unknown[] = []
  const tell = (level: string) => (about: object, message: string) => void told.push({ level, ...about, message })
  await checkSources({
    sources: [
      source('good', () => Promise.resolve()),
      source('unchecked'),
      source('wrong', refusal(false)),
      source('down', refusal(true)),
      source('silent', () => new Promise(() => undefined)),
      source('odd', () => Promise.reject(new TypeError('x is not a function'))),
    ],
    seconds: 0.1,
    logger: { warn: tell('warn'), error: tell('error') },
  })
  const mapping = 'The mapping of a billing source does not fit'
  const unchecked = 'A billing source could not be checked'
  const reason = 'The mapping `invoices` has no column "number": postgres://u:…@h'
  expect(told).toHaveLength(4)
  expect(told).toEqual(
    expect.arrayContaining([
      { level: 'error', source: 'wrong', reason, message: mapping },
      { level: 'warn', source: 'down', reason, message: unchecked },
      { level: 'warn', source: 'silent', reason: 'No answer within 0.1 s.', message: unchecked },
      { level: 'error', source: 'odd', reason: 'x is not a function', message: mapping },
    ]),
  )
})
