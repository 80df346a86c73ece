import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { SERVER_URL } from './host/hostConfig.ts'

type Creation = { challenge: string; rp: { id?: string } }
type Request = { challenge: string; rpId?: string }

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()

/** CBOR's head: a major type with a length or number below 65,536. */
function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.of((major << 5) | size)
  if (size < 256) return Buffer.of((major << 5) | 24, size)
  return Buffer.of((major << 5) | 25, size >> 8, size & 255)
}
const number = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value))
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value])
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)])
const map = (pairs: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()])

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

/** An authenticator in software: one ES256 key pair, and a counter that a test may turn back. */
export function softwarePasskey({ origin = SERVER_URL }: { origin?: string } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  const device = { counter: 1 }
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = map([
    [number(1), number(2)],
    [number(3), number(-7)],
    [number(-1), number(1)],
    [number(-2), bytes(Buffer.from(x, 'base64url'))],
    [number(-3), bytes(Buffer.from(y, 'base64url'))],
  ])
  const authData = (rpId: string, flags: number, rest = Buffer.alloc(0)): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(device.counter)
    return Buffer.concat([sha256(rpId), Buffer.of(flags), counter, rest])
  }
  const common = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key' as const,
    clientExtensionResults: {},
  }
  return {
    device,
    id: common.id,
    create({ challenge, rp }: Creation) {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cose])
      const attestation = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authData(rp.id ?? '', 0x41, credential))],
      ])
      device.counter += 1
      return {
        ...common,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get({ challenge, rpId = '' }: Request) {
      const data = clientData('webauthn.get', challenge, origin)
      const auth = authData(rpId, 0x01)
      device.counter += 1
      const signature = sign('sha256', Buffer.concat([auth, sha256(data)]), privateKey)
      return {
        ...common,
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: auth.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}
