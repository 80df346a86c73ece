import type { Bench } from './Bench.ts'
import { fillInvoices } from './rows.ts'
import type { Ours } from './serveOurs.ts'
import { type Peer, preparePeer, startPeer } from './startPeer.ts'
import { type Server, startServer } from './startServer.ts'

/** `BENCH_ROWS` invoices, a million unless it says otherwise. */
export const rows = Number(process.env.BENCH_ROWS ?? 1_000_000)
/** How long each address is measured. */
export const seconds = Number(process.env.BENCH_SECONDS ?? 8)

type Both = { ours: Server<Ours>; peer: Peer; close(): Promise<void> }

/** Ours and stock Payload on Next, each with a database of its own of the names `<name>_ours` and `<name>_peer`, and the same invoices in both. */
export async function startBoth({ postgres, say }: Bench, name: string): Promise<Both> {
  const [own, other] = [postgres.url(`${name}_ours`), postgres.url(`${name}_peer`)]
  say(`Filling two databases with ${rows.toLocaleString('en')} invoices each …`)
  for (const side of ['ours', 'peer']) await postgres.createDatabase(`${name}_${side}`)
  preparePeer(other)
  const ours = await startServer<Ours>('serveOurs.ts', own)
  await fillInvoices(own, rows)
  await fillInvoices(other, rows)
  say('Building the peer (next build) …')
  const peer = await startPeer(other)
  const close = async () => {
    await Promise.all([ours.close(), peer.close()])
  }
  return { ours, peer, close }
}
