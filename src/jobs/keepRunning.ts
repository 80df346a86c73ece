import type { Payload } from 'payload'

/** Something that works until it is stopped, or fails. */
export type Running = {
  /** Settles when it has ended, however. */
  ended: Promise<unknown>
  /** May be called again. */
  stop(): Promise<void>
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 10_000

type Args = { begin: () => Promise<Running>; logger: Pick<Payload['logger'], 'error'> }

class Kept {
  private current: Running | null = null
  private isStopped = false
  private wake = () => {}
  private followed: Promise<void> = Promise.resolve()

  constructor(private readonly args: Args) {}

  async begin(): Promise<void> {
    this.current = await this.args.begin()
    this.followed = this.follow()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.wake()
    await this.current?.stop()
    await this.followed
    // It may just have begun again.
    await this.current?.stop()
  }

  private async follow(): Promise<void> {
    for (let wait = FIRST_WAIT_MS; !this.isStopped; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      if (await this.hasRunLong()) wait = FIRST_WAIT_MS
      if (this.isStopped) return
      await this.pause(wait)
      await this.beginAgain()
    }
  }

  /** Waits for the end of what runs, if anything does, and clears up after it. */
  private async hasRunLong(): Promise<boolean> {
    const began = Date.now()
    await this.current?.ended.catch((err: unknown) => this.args.logger.error({ err }, 'The worker ended'))
    if (!this.isStopped) await this.current?.stop()
    return Date.now() - began > LONGEST_WAIT_MS
  }

  private async beginAgain(): Promise<void> {
    this.current = null
    if (this.isStopped) return
    this.current = await this.args.begin().catch((err: unknown) => {
      this.args.logger.error({ err }, 'The worker could not begin again')
      return null
    })
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/**
 * Begins, and begins again whenever it has ended by itself: after a second, then after longer, ten seconds at the most.
 * Rejects when it cannot begin the first time.
 */
export async function keepRunning(args: Args): Promise<{ stop(): Promise<void> }> {
  const kept = new Kept(args)
  await kept.begin()
  return { stop: () => kept.stop() }
}
