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
  for (const [signal, patience] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await waitForEnd(pid, patience)) return
  }
  throw new Error(`The database server (process ${pid}) does not end.`)
}

/** Number that no process can have. */
const NOBODY = 2_147_483_646

/**
 * Postgres starts on a pid file only when nobody has its number: not a program that got the number
 * since, nor an ended process that its parent never collected. It still checks the shared memory
 * named in the file, so the rest of the file stays.
 */
function disownPidFile(file: string): void {
  const [, ...rest] = fs.readFileSync(file, 'utf8').split('\n')
  fs.writeFileSync(file, [NOBODY, ...rest].join('\n'))
}

/**
 * Makes room for a new server on `data`: ends one whose starter was killed, and sets aside a pid file
 * whose number is no server's. Throws an Error when the starter of a running one still lives.
 */
export async function clearPostmaster(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid')
  const pid = readNumber(file)
  if (!pid) return
  const running = processInfo(pid)
  if (!running?.command.includes('postgres') || !running.command.includes(data)) return disownPidFile(file)
  const owner = readNumber(ownerFile(data))
  if (owner && owner !== process.pid && running.parent === owner) {
    throw new Error(
      `The demo is already running (process ${owner}) with the data in ${data}. Stop it first, or set DEMO_DATA_DIR.`,
    )
  }
  await stopPostmaster(pid)
}
