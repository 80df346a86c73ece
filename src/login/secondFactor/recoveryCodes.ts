import { createHash, randomBytes } from 'node:crypto'
import type { Queryable } from '../../base/database.ts'

const COUNT = 10
const LENGTH = 16
// Five bits a character, without those that are read as another.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

const FORGET = 'delete from payer_portal_recovery_codes where login_id = $1'
const INSERT = 'insert into payer_portal_recovery_codes (login_id, code_hash) select $1, unnest($2::bytea[])'
const LEFT = 'select count(*)::int as left from payer_portal_recovery_codes where login_id = $1 and used_at is null'
// Exactly one of several parallel uses finds the code unused.
const USE = `update payer_portal_recovery_codes set used_at = now() where login_id = $1 and code_hash = $2 and used_at is null returning id`

const makeCode = (): string => Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % 32]).join('')

/** What a person typed, as the code was made: case, blanks, dashes and look-alikes do not matter. */
const normal = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')

// 80 random bits need no slow hash.
const hashOf = (loginId: number, code: string): Buffer => createHash('sha256').update(`${loginId}:${code}`).digest()

/** Gives a login ten new recovery codes (80 bits each); the older ones are void. Returns them for the one time they are shown. */
export async function renewRecoveryCodes(tx: Queryable, loginId: number): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode)
  await tx.query({ name: 'login-forget-codes', text: FORGET, values: [loginId] })
  await tx.query({
    name: 'login-insert-codes',
    text: INSERT,
    values: [loginId, codes.map((code) => hashOf(loginId, code))],
  })
  return codes.map((code) => code.replace(/.{4}(?=.)/g, '$&-'))
}

/** How many codes are still good. */
export async function recoveryCodesLeft(db: Queryable, loginId: number): Promise<number> {
  const { rows } = await db.query<{ left: number }>({ name: 'login-codes-left', text: LEFT, values: [loginId] })
  return rows[0]?.left ?? 0
}

/** Uses a code up; false when it is none of this login's, or was used. */
export async function spendRecoveryCode(
  tx: Queryable,
  { loginId, code }: { loginId: number; code: string },
): Promise<boolean> {
  const values = [loginId, hashOf(loginId, normal(code))]
  return (await tx.query({ name: 'login-use-code', text: USE, values })).rows.length === 1
}

/** Takes every code away, with the last factor. */
export async function forgetRecoveryCodes(tx: Queryable, loginId: number): Promise<void> {
  await tx.query({ name: 'login-forget-codes', text: FORGET, values: [loginId] })
}
