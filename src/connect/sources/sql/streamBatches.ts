import type { Knex } from 'knex'

type Raw = { destroy?: () => void; close?: () => void }
type Rows = Record<string, unknown>[]

/**
 * The rows of one statement as they come, without the whole result in memory. Left before its end, the
 * connection is given up: what the server still sends would stand before the next answer.
 */
export async function* streamBatches(
  trx: Knex.Transaction,
  { text, size }: { text: string; size: number },
): AsyncGenerator<Rows> {
  const connection = (await trx.client.acquireConnection()) as Raw
  let isDone = false
  try {
    let batch: Rows = []
    for await (const row of trx.raw(text).stream({ highWaterMark: size }) as AsyncIterable<Rows[number]>) {
      batch.push(row)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
    isDone = true
    if (batch.length > 0) yield batch
  } finally {
    if (!isDone) (connection.destroy ?? connection.close)?.call(connection)
  }
}
