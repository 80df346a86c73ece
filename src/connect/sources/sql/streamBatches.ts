import type { Knex } from 'knex'

type Told = (event: 'error', listener: (error: Error) => void) => unknown
type Raw = { destroy?: () => void; close?: () => void; on?: Told; off?: Told }
type Rows = Record<string, unknown>[]

/**
 * The rows of one statement as they come, without the whole result in memory. Left before its end, the
 * connection is given up: what the server still sends would stand before the next answer. Rejects when the connection ends
 * before the last row, which a driver may tell the connection alone.
 */
export async function* streamBatches(
  trx: Knex.Transaction,
  { text, size }: { text: string; size: number },
): AsyncGenerator<Rows> {
  const connection = (await trx.client.acquireConnection()) as Raw
  let isDone = false
  const stream = trx.raw(text).stream({ highWaterMark: size })
  const giveUp = (error: Error) => stream.destroy(error)
  connection.on?.('error', giveUp)
  try {
    let batch: Rows = []
    for await (const row of stream as AsyncIterable<Rows[number]>) {
      batch.push(row)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
    isDone = true
    if (batch.length > 0) yield batch
  } finally {
    connection.off?.('error', giveUp)
    if (!isDone) (connection.destroy ?? connection.close)?.call(connection)
  }
}
