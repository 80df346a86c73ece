import { type Made, PostingFaultWorld, TOTAL, until } from './faults/postingFaultWorld.ts'

const AMOUNT = 1234

type Victim = 'worker' | 'firm'

/** Each point with which time it is reached, in order. */
function numbered(trace: readonly string[]): string[] {
  const times = new Map<string, number>()
  return trace.map((point) => {
    const time = (times.get(point) ?? 0) + 1
    times.set(point, time)
    return `${point} #${time}`
  })
}

/** What is done for a posting; what needs attention is followed by the clock, and comes in between. */
const stepsOf = (world: PostingFaultWorld) => world.trace().filter((point) => !point.includes('payer_portal_alerts'))

/** Waits until it is posted, and holds at every look that what is due does not move. */
async function untilPosted(world: PostingFaultWorld, { made, bill, due }: { made: Made; bill: string; due: number }) {
  await until(`${made.reference} is posted`, async () => {
    expect(await world.due(bill)).toBe(due)
    const status = await world.status(made.posting)
    if (status === 'incomplete') throw new Error(`${made.reference} is incomplete.`)
    if (status === 'posted') return status
    await world.passTime()
    return null
  })
}

/** Both end in `amount due = what the books say`, before and after the read that brings it back. */
async function readBack(world: PostingFaultWorld, bill: string, due: number) {
  await world.sync()
  await world.sync()
  expect(await world.due(bill)).toBe(due)
  const [{ pending, balance }] = await world.query(
    'select pending::int as pending, balance::int as balance from invoices where external_id = $1',
    [bill],
  )
  expect({ pending, balance }).toEqual({ pending: 0, balance: due })
}

async function dieAndRecover(
  world: PostingFaultWorld,
  { point, victim, bill, made, due }: { point: string; victim: Victim; bill: string; made: Made; due: number },
) {
  const isAlive = () => (victim === 'worker' ? world.isWorkerAlive() : world.isFirmAlive())
  await until(`the ${victim} dies ${point}`, async () => (isAlive() ? null : true))
  expect(await world.due(bill)).toBe(due)
  await world.passTime()
  if (victim === 'worker') await world.startWorker()
  else await world.startFirm()
  await untilPosted(world, { made, bill, due })
}

async function postPayment(world: PostingFaultWorld, bill: string): Promise<Made> {
  const made = await world.book(bill, { amount: AMOUNT })
  await untilPosted(world, { made, bill, due: TOTAL - AMOUNT })
  return made
}

/** One fault while a payment is posted, on a bill of its own. */
async function tryPayment(world: PostingFaultWorld, { point, victim }: { point: string; victim: Victim }) {
  const bill = await world.bill()
  await world.aim(point, victim)
  const made = await world.book(bill, { amount: AMOUNT })
  await dieAndRecover(world, { point, victim, bill, made, due: TOTAL - AMOUNT })
  await readBack(world, bill, TOTAL - AMOUNT)
}

/** One fault while the return of a payment that was read back is posted: due again from the first moment on. */
async function tryReversal(world: PostingFaultWorld, { point, victim }: { point: string; victim: Victim }) {
  const bill = await world.bill()
  const payment = await postPayment(world, bill)
  await readBack(world, bill, TOTAL - AMOUNT)
  await world.aim(point, victim)
  const made = await world.book(bill, { amount: AMOUNT, original: payment.transaction })
  await dieAndRecover(world, { point, victim, bill, made, due: TOTAL })
  await readBack(world, bill, TOTAL)
}

async function agree(world: PostingFaultWorld, count: number) {
  const { ours, theirs, lines } = await world.books()
  expect(ours).toHaveLength(count)
  expect(theirs).toEqual(ours)
  expect(lines).toEqual(ours)
}

describe('kill -9 of the worker and of the billing database, at every step of a posting', () => {
  const worlds = { worker: new PostingFaultWorld(), firm: new PostingFaultWorld() }
  let points: string[] = []

  beforeAll(async () => {
    const { worker } = worlds
    await Promise.all(Object.values(worlds).map((world) => world.open()))
    await Promise.all(Object.values(worlds).map((world) => world.startWorker()))
    const bill = await worker.bill()
    await worker.aim('')
    const payment = await postPayment(worker, bill)
    const trace = stepsOf(worker)
    await readBack(worker, bill, TOTAL - AMOUNT)
    await worker.aim('')
    const made = await worker.book(bill, { amount: AMOUNT, original: payment.transaction })
    await untilPosted(worker, { made, bill, due: TOTAL })
    expect(stepsOf(worker)).toEqual(trace)
    points = numbered(trace)
  }, 120_000)

  afterAll(() => Promise.all(Object.values(worlds).map((world) => world.close())), 60_000)

  it('knows its steps: both moves of the posting, the call of the firm and its commit, each before and after', () => {
    expect(points).toHaveLength(8)
    expect(points.filter((point) => point.includes('firm.post'))).toHaveLength(2)
    expect(points.filter((point) => point.includes('insert into receipts'))).toHaveLength(2)
    expect(points.filter((point) => point.includes('payer_portal_postings'))).toHaveLength(4)
  })

  it('the firm has each payment and each reversal once, to the cent, and what is due never moves in between', async () => {
    const run = async (victim: Victim) => {
      const world = worlds[victim]
      const before = victim === 'worker' ? 2 : 0
      for (const point of points) {
        await tryPayment(world, { point, victim })
        await tryReversal(world, { point, victim })
      }
      await agree(world, before + 3 * points.length)
    }
    await Promise.all([run('worker'), run('firm')])
  }, 600_000)
})
