import fc from 'fast-check'
import { loginPath, ownPath, returnPath } from '../../../src/portal/logic/ownPath.ts'

const HOME = 'https://portal.example'

describe('the way back after a login', () => {
  it.each([
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    ' /x',
    '/\t/evil.test',
    '/\n/evil.test',
    '/a\\..\\b',
    '/.//evil.test',
    '/..//evil.test',
    'evil',
    '',
    `/${'x'.repeat(3000)}`,
  ])('I-06 refuses %p', (value) => {
    expect(ownPath(value)).toBe('/')
  })

  it.each(['/', '/invoices/12', '/payments/3?check=1', '/pay'])('keeps %s', (value) => {
    expect(ownPath(value)).toBe(value)
  })

  it('I-06 never leaves the site, whatever it is given', () => {
    const pieces = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '@', ':', '%2f', '%5c', '\t', 'evil.test', 'javascript:', '?', '#', 'a'),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((parts) => parts.join('')),
        ),
        (value) => {
          const path = ownPath(value)
          expect(path.startsWith('/')).toBe(true)
          expect(new URL(path, HOME).origin).toBe(HOME)
          expect(new URL(`/portal${path}`, HOME).origin).toBe(HOME)
        },
      ),
    )
  })

  it('never leads back to the login itself', () => {
    expect(returnPath('return=%2Flogin%3Freturn%3D%2Fpay')).toBe('/')
    expect(returnPath('return=%2Finvoices%2F7')).toBe('/invoices/7')
    expect(returnPath('')).toBe('/')
  })

  it('remembers the page that asked for the login', () => {
    expect(returnPath(loginPath('/payments/3?check=1').split('?').slice(1).join('?'))).toBe('/payments/3?check=1')
    expect(loginPath('/')).toBe('/login')
  })
})
