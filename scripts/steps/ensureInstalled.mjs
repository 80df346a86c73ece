import fs from 'node:fs'
import path from 'node:path'
import { assertSpace } from './assertSpace.mjs'
import { say, sayWhile } from './progress.mjs'
import { must, ROOT, run } from './run.mjs'

const readLock = (file) => {
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, file), 'utf8')).packages
  } catch {
    return null
  }
}

const NOTHING_THERE = 'nothing is installed yet'

/** Why the installed packages are not those of the lock file, or null when they are. */
function whyInstall() {
  const wanted = readLock('package-lock.json')
  const installed = readLock('node_modules/.package-lock.json')
  if (!wanted) throw new Error('package-lock.json is missing or broken.')
  if (!installed) return NOTHING_THERE
  for (const [place, { version, optional, devOptional, peer, link }] of Object.entries(wanted)) {
    if (!place || link) continue
    const there = installed[place]
    // What is optional may be for another platform.
    if (!there && (optional || devOptional || peer)) continue
    if (there?.version !== version) return `${place.replace('node_modules/', '')} is not ${version}`
  }
  return null
}

/** Installs the packages of the lock file when they are missing or out of date. */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 9))
    throw new Error(`Node 20.9 or newer is needed; this is ${process.versions.node}.`)
  const reason = whyInstall()
  if (!reason) return
  if (reason === NOTHING_THERE) assertSpace(ROOT, { gigabytes: 2, purpose: 'The packages and what is built of them' })
  say(`Installing packages, which takes a minute or two: ${reason}`)
  const npm = process.env.npm_execpath
  // A whole install takes a minute or two; an existing one is only mended, it may be in use.
  const command = reason === NOTHING_THERE ? ['ci'] : ['install', '--no-save']
  const args = [...command, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const installing = npm?.endsWith('.js') ? run(process.execPath, [npm, ...args]) : run('npm', args)
  await sayWhile('installing packages', must(`npm ${command[0]}`, installing))
  say('Packages installed')
}
