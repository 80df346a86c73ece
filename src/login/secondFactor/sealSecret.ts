import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const VERSION = 1
const IV = 12
const TAG = 16

type Keys = {
  /** The first one seals, every one opens. */
  secrets: readonly string[]
  /** Whose secret it is: sealed for one login, it opens for no other. */
  loginId: number
}

const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'payer-portal', 'second factor secrets', 32))

const ownerOf = (loginId: number): Buffer => Buffer.from(`login:${loginId}`)

/** Seals a secret for the database (AES-256-GCM: version, nonce, tag, text). */
export function sealSecret(plain: Buffer, { secrets, loginId }: Keys): Buffer {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secrets[0] ?? ''), iv).setAAD(ownerOf(loginId))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed])
}

function openWith(sealed: Buffer, secret: string, loginId: number): Buffer | null {
  const iv = sealed.subarray(1, 1 + IV)
  const tag = sealed.subarray(1 + IV, 1 + IV + TAG)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(ownerOf(loginId)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + IV + TAG)), decipher.final()])
  } catch {
    // Sealed under another secret: the next one is tried.
    return null
  }
}

/** Opens a sealed secret; `isOld` when another secret than the first one did. Throws when none does. */
export function openSealed(sealed: Buffer, { secrets, loginId }: Keys): { plain: Buffer; isOld: boolean } {
  if (sealed[0] !== VERSION || sealed.length <= 1 + IV + TAG) throw new Error('This is no sealed secret.')
  for (const [at, secret] of secrets.entries()) {
    const plain = openWith(sealed, secret, loginId)
    if (plain) return { plain, isOld: at > 0 }
  }
  throw new Error('None of `encryptionSecrets` opens the secret of a second factor.')
}
