import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** False for the number of a process that has ended; one of another user's counts as alive. */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}

/** What cannot be removed now stays for the next sweep: it must not make a run fail. */
function remove(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  } catch (error) {
    process.stderr.write(`${folder} could not be removed: ${error.message}\n`)
  }
}

/** Removes what runs that were killed have left below `parent`. */
function sweep(parent) {
  for (const name of fs.readdirSync(parent)) {
    const pid = Number(name.match(/^pp-run-(\d+)-/)?.[1])
    const folder = path.join(parent, name)
    if (!pid || isAlive(pid)) continue
    if (fs.lstatSync(folder, { throwIfNoEntry: false })?.uid === (process.getuid?.() ?? 0)) remove(folder)
  }
}

/**
 * Runs `work` with a temporary folder of its own, which its programs get as theirs: databases, browsers
 * and files that tests leave behind go with the run, also with one that was killed, at the next one.
 */
export async function inRunFolder(work) {
  const parent = fs.realpathSync(os.tmpdir())
  sweep(parent)
  const folder = fs.mkdtempSync(path.join(parent, `pp-run-${process.pid}-`))
  // The database's user must be able to enter it.
  fs.chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  try {
    return await work(folder)
  } finally {
    process.env.TMPDIR = parent
    remove(folder)
  }
}
