import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { programArgs } from '../demo/infra/programArgs.ts'

type Headers = Record<string, string>
export type Server<Address> = Address & { close(): Promise<void> }

/** What a server prints when it listens, on a line of its own. */
export const announce = (address: object): void => void process.stdout.write(`listening ${JSON.stringify(address)}\n`)

/** Starts a file of this folder as a process of its own, as every measured server is, and answers what it announced. */
export async function startServer<Address extends { url: string; headers?: Headers }>(
  file: string,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Server<Address>> {
  const child = spawn(process.execPath, [...programArgs(`bench/${file}`), databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('listening ')) continue
    // Read on, so that a server that writes much is never held up.
    child.stdout.resume()
    const close = async () => {
      child.kill('SIGTERM')
      await ended
    }
    return { ...(JSON.parse(line.slice('listening '.length)) as Address), close }
  }
  throw new Error(`${file} ended before it listened.`)
}
