import fs from 'node:fs'
import path from 'node:path'
import { processInfo, waitForEnd } from './processInfo.ts'

const ownerFile = (data: string) => `${data}.owner`

/** Remembers who started the server, so that a later start can tell a running demo from what a killed one left behind. */
export function recordOwner(data: string): void {
  fs.writeFileSync(ownerFile(data), String(process.pid))
}

function readNumber(file: string): number | null {
  try {
    const number = Number.parseInt(fs.readFileSync(file, 'utf8'), 10)
    return Number.isInteger(number) && number > 1 ? number : null
  } catch {
    return null
  }
}

/** Ends a server: lets transactions roll back and writes a checkpoint; harder when that takes too long. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patience] of [['SIGINT', 15_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await waitForEnd(pid, patience)) return
  }
  throw new Error(`The database server (process ${pid}) does not end.`)
}

/**
 * Makes room for a new server on `data`: ends one whose starter was killed, and removes a pid file
 * whose number now belongs to another program. Throws an Error when its starter still lives.
 */
export async function clearPostmaster(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid')
  const pid = readNumber(file)
  const running = pid ? processInfo(pid) : null
  if (!pid || !running) return
  if (!running.command.includes('postgres') || !running.command.includes(data)) {
    fs.rmSync(file, { force: true })
    return
  }
  const owner = readNumber(ownerFile(data))
  if (owner && owner !== process.pid && running.parent === owner) {
    throw new Error(`The demo is already running (process ${owner}) with the data in ${data}. Stop it first, or set DEMO_DATA_DIR.`)
  }
  await stopPostmaster(pid)
}
