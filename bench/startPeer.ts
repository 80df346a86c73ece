import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { freePort } from '../demo/infra/freePort.ts'
import { programArgs } from '../demo/infra/programArgs.ts'
import { CLIENT } from './rows.ts'

const here = import.meta.dirname
const root = path.resolve(here, '..')
const bin = (name: string) => path.join(root, 'node_modules/.bin', name)
const EMAIL = 'client@bench.test'
const PASSWORD = 'Bench-portal-2026!'

const peerEnv = (databaseUrl: string) => ({
  ...process.env,
  PEER_DATABASE_URL: databaseUrl,
  PAYLOAD_SECRET: 'a-secret-that-is-only-used-in-benchmarks-012345',
  NEXT_TELEMETRY_DISABLED: '1',
})

/** Makes the peer's tables, its one client login and one of staff. */
export function preparePeer(databaseUrl: string): void {
  const made = spawnSync(process.execPath, [...programArgs('bench/makePeerClient.ts'), EMAIL, PASSWORD, CLIENT], {
    cwd: root,
    env: { ...peerEnv(databaseUrl), PEER_PUSH: '1', NODE_ENV: 'development' },
    encoding: 'utf8',
  })
  if (made.status !== 0)
    throw new Error(
      `The peer's tables could not be made (${made.status ?? made.signal}):\n${made.stdout}\n${made.stderr}`,
    )
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error('The peer ended.')
    const answer = await fetch(url).catch(() => null)
    if (answer) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The peer did not answer within 30 seconds.')
}

export type Peer = {
  url: string
  headers: Record<string, string>
  staff: Record<string, string>
  close(): Promise<void>
}

async function logIn(url: string, collection: string): Promise<Record<string, string>> {
  const login = await fetch(`${url}/api/${collection}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  })
  const { token } = (await login.json()) as { token: string }
  return { authorization: `JWT ${token}` }
}

/** Stock Payload, built and served by Next (`next start`), and a client and a member of staff logged in to it. */
export async function startPeer(databaseUrl: string): Promise<Peer> {
  const env = { ...peerEnv(databaseUrl), NODE_ENV: 'production' as const }
  const built = spawnSync(bin('next'), ['build', path.join(here, 'peer')], { cwd: root, env, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The peer could not be built:\n${built.stdout}\n${built.stderr}`)
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/next/dist/bin/next'),
      'start',
      path.join(here, 'peer'),
      '-p',
      String(port),
      '-H',
      '127.0.0.1',
    ],
    {
      cwd: root,
      env,
      stdio: 'ignore',
    },
  )
  const url = `http://127.0.0.1:${port}`
  await untilAnswering(`${url}/api/clients/me`, child)
  return {
    url,
    headers: await logIn(url, 'clients'),
    staff: await logIn(url, 'users'),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
