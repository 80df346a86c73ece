import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

export type ProcessInfo = { parent: number; command: string }

function fromProc(pid: number): ProcessInfo {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (state === 'Z') throw new Error('ended already')
  return {
    parent: Number(parent),
    command: fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
  }
}

function fromPs(pid: number): ProcessInfo {
  const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const [, parent, command] = /^(\d+)\s+(.*)$/.exec(line) ?? []
  if (!parent) throw new Error('no such process')
  return { parent: Number(parent), command: command ?? '' }
}

/** Parent and command line of a living process, or null. A number may long belong to somebody else: compare the command. */
export function processInfo(pid: number): ProcessInfo | null {
  try {
    return fs.existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
  } catch {
    return null
  }
}

/** Waits until the process has ended; false when it still lives after `timeoutMs`. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (processInfo(pid)) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return true
}
