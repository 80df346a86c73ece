import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { routesOf } from '../helpers/host/routesOf.ts'

/** Every route that hands out a file, and what its id is one of. A new one fails the first test until it stands here. */
const FILES: Readonly<Record<string, 'invoice' | 'transaction'>> = {
  'get /portal/invoices/:id/pdf': 'invoice',
  'get /portal/transactions/:id/receipt.pdf': 'transaction',
}
const LOOKS_LIKE_FILE = /pdf|file|download|share|receipt|document/

let host: Host
let listener: Server
let heard: string[] = []

beforeAll(async () => {
  host = await bootHost({ portal: { allowHeaderAuth: true } })
  listener = createServer((request, response) => {
    heard.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await new Promise((resolve) => listener.close(resolve))
  await host.close()
})
beforeEach(() => {
  heard = []
})

async function createPaid(payer: number, { invoice, number }: { invoice: number; number: string }): Promise<number> {
  const pool = poolOf(host.payload)
  const reference = `P-${invoice}`
  const { rows } = await pool.query<{ id: number }>(
    `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, method_brand, settled_at)
      values ($1, 'payment', 'succeeded', $2, 'portal', 500, 'usd', 'operating-ny', $3, now()) returning id`,
    [reference, payer, number],
  )
  const id = rows[0]?.id ?? 0
  await pool.query(
    `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) values (1, $1, $2, $3, $4, 500, 0)`,
    [id, reference, invoice, number],
  )
  return id
}

async function client(number: string, given: Parameters<typeof createInvoice>[1] = {}) {
  const payer = await loginPayer(host)
  const association = await createAssociation(host.payload, payer.id, { clientNumber: number })
  const invoice = await createInvoice(host.payload, { clientNumber: number, number: `N-${number}`, ...given })
  const transaction = await createPaid(payer.id, { invoice: invoice.id, number: invoice.number ?? '' })
  const paths = Object.entries(FILES).map(
    ([route, kind]) => `/api${route.slice(4).replace(':id', String(kind === 'invoice' ? invoice.id : transaction))}`,
  )
  return { payer, association, invoice: invoice.id, paths }
}

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const { status, text } = await host.call(path, { headers })
  return { status, isFile: text.startsWith('%PDF-') }
}

describe('files', () => {
  it('S-14 every route that hands one out is listed here', () => {
    const found = routesOf(host.config).filter((route) => route.startsWith('get ') && LOOKS_LIKE_FILE.test(route))
    expect(found.sort()).toEqual(Object.keys(FILES).sort())
  })

  it('S-14 no link grants one: only the session of a payer who sees it, until the scope or the session ends', async () => {
    const ada = await client('C-A')
    const bob = await client('C-B')
    for (const path of ada.paths) {
      expect([path, await ask(path, ada.payer.headers)]).toEqual([path, { status: 200, isFile: true }])
      const { token } = ada.payer
      const links = [
        '',
        `?payer=${ada.payer.id}`,
        `?token=${token}`,
        `?access_token=${token}`,
        `?view=1`,
        '?signature=x&expires=9999999999',
      ]
      for (const link of links) expect([link, await ask(path + link)]).toEqual([link, { status: 401, isFile: false }])
      // Another's address, also when it names the other's record.
      for (const link of ['', `?payer=${ada.payer.id}`])
        expect([link, await ask(path + link, bob.payer.headers)]).toEqual([link, { status: 404, isFile: false }])
    }
    // The id of one kind opens nothing of another kind.
    expect((await ask(`/api/portal/transactions/${ada.invoice + 1000}/receipt.pdf`, ada.payer.headers)).status).toBe(
      404,
    )
  })

  it('S-14 a receipt outlives the scope, an invoice does not, and nothing outlives the session', async () => {
    const { payer, association, paths } = await client('C-C')
    const [pdf = '', receipt = ''] = paths
    await poolOf(host.payload).query('delete from associations where id = $1', [association.id])
    expect([await ask(pdf, payer.headers), await ask(receipt, payer.headers)]).toEqual([
      { status: 404, isFile: false },
      { status: 200, isFile: true },
    ])
    await createAssociation(host.payload, payer.id, { clientNumber: 'C-C' })
    expect((await ask(pdf, payer.headers)).status).toBe(200)
    expect((await host.call('/api/payers/logout', { method: 'POST', headers: payer.headers })).status).toBe(200)
    for (const path of paths) expect(await ask(path, payer.headers)).toEqual({ status: 401, isFile: false })
  })

  it('I-05 rendering one loads nothing: no address and no file that a text names', async () => {
    const { port } = listener.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    const texts = [
      `<img src=${url}/img>`,
      `<link rel=stylesheet href="${url}/css"><script src="${url}/js"></script>`,
      `![x](${url}/markdown) @import url(${url}/import);`,
      `{"image":"${url}/json"} ${url}/plain file:///etc/passwd /etc/passwd`,
      `<svg><image href="${url}/svg"/></svg> data:image/png;base64,AAAA`,
    ]
    for (const [at, text] of texts.entries()) {
      const number = `C-I${at}`
      const texted = { memo: text, clientName: text, matterDescription: text, number: text }
      const { payer, paths } = await client(number, texted)
      await poolOf(host.payload).query('update payers set name = $2 where id = $1', [payer.id, text])
      for (const path of paths) expect((await ask(path, payer.headers)).isFile).toBe(true)
    }
    await host.payload.updateGlobal({
      slug: 'portal-settings',
      data: { firmName: `${url}/firm <img src=${url}/firm>` } as never,
      overrideAccess: true,
    })
    const { payer, paths } = await client('C-Z')
    for (const path of paths) expect((await ask(path, payer.headers)).isFile).toBe(true)
    expect(heard).toEqual([])
    // The listener does hear what is asked for.
    await fetch(`${url}/control`)
    expect(heard).toEqual(['/control'])
  })
})
