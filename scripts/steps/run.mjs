import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const children = new Set()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

// What stops us stops what we run: a build or a test run must not live on alone.
const passOn = (signal) => {
  for (const child of children) child.kill(signal)
  process.exitCode = 130
}

function track(child) {
  if (children.size === 0) for (const signal of SIGNALS) process.on(signal, passOn)
  children.add(child)
}

/** With nothing running a signal has its usual effect again. */
function forget(child) {
  children.delete(child)
  if (children.size === 0) for (const signal of SIGNALS) process.off(signal, passOn)
}

/** Path of a file in an installed package. */
export const inModules = (path) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url))

/** Ends a child that wrote its results and then hangs: an open handle must not hold a build for ever. */
function endWhenDone(child, { file, graceMs }) {
  let timer = setInterval(() => {
    if (!fs.existsSync(file)) return
    clearInterval(timer)
    timer = setTimeout(() => {
      process.stderr.write('It has written its results and does not end: stopped.\n')
      child.kill('SIGKILL')
    }, graceMs)
  }, 1000)
  child.once('close', () => {
    clearInterval(timer)
    clearTimeout(timer)
  })
}

/**
 * Runs a program to its end. Answers `{ status, output }`; with `quiet` the output is kept and not
 * shown, else it goes where ours goes (`stdout: 'ignore'` drops that part; `stdin: 'inherit'` lets it listen to the keyboard). `results` names a file
 * after which the program has a minute to end.
 */
export function run(
  command,
  args,
  { env = {}, quiet = false, stdin = 'ignore', stdout = 'inherit', cwd = ROOT, results } = {},
) {
  return new Promise((resolve, reject) => {
    const stdio = [stdin, quiet ? 'pipe' : stdout, quiet ? 'pipe' : 'inherit']
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio })
    track(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
      })
    }
    if (results) endWhenDone(child, { file: results, graceMs: 60_000 })
    child.once('error', (error) => {
      forget(child)
      reject(error)
    })
    child.once('close', (code) => {
      forget(child)
      resolve({ status: code ?? 1, output })
    })
  })
}

/** Runs a script with this Node. */
export const runNode = (args, options) => run(process.execPath, args, options)

/** Like `run`, but throws an Error with the program's last words when it fails. */
export async function must(name, result) {
  const { status, output } = await result
  if (status !== 0) throw new Error(`${name} failed (${status}).\n${output.slice(-6000)}`)
}
