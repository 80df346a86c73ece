import { removePosting } from '../../../src/connect/posting/removePosting.ts'
import { openPostingWorld, type PostingWorld } from '../../helpers/postingWorld.ts'

/** `read`: a sync takes its snapshot. `merge`: it merges. `enter`: the firm's books have the posting. `answer`: we know that. */
type Step = 'read' | 'merge' | 'enter' | 'answer'

/** Every order in which one sync and one posting can meet. */
const ORDERS: Step[][] = [
  ['read', 'merge', 'enter', 'answer'],
  ['read', 'enter', 'merge', 'answer'],
  ['read', 'enter', 'answer', 'merge'],
  ['enter', 'read', 'merge', 'answer'],
  ['enter', 'read', 'answer', 'merge'],
  ['enter', 'answer', 'read', 'merge'],
]
const CASES = ORDERS.flatMap((order) =>
  (['payment', 'reversal'] as const).flatMap((kind) =>
    [true, false].map((tells) => ({ order, kind, tells, name: `${kind}: ${order.join(', ')}` })),
  ),
)

const gate = () => {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('a posting and a sync in every order', () => {
  let world: PostingWorld

  beforeAll(async () => {
    world = await openPostingWorld()
  })
  afterAll(() => world.close())
  beforeEach(() => world.reset())

  /** Runs one step at a time; `perform` answers when the step is over. */
  function stage(posting: number, tells: boolean) {
    const { read, post } = world.source
    const gates = { merge: gate(), answer: gate() }
    const reached = { read: gate(), enter: gate() }
    world.source.read = async (options) => {
      const { containedReferences, ...snapshot } = await read(options)
      reached.read.open()
      return {
        ...snapshot,
        ...(tells && containedReferences ? { containedReferences } : {}),
        invoices: (async function* () {
          await gates.merge.opened
          yield* snapshot.invoices
        })(),
      }
    }
    world.source.post = async (given) => {
      const posted = await post?.(given)
      reached.enter.open()
      await gates.answer.opened
      return posted as { externalId: string }
    }
    let syncing = Promise.resolve()
    let posted = Promise.resolve()
    const perform: Record<Step, () => Promise<void>> = {
      read: () => {
        syncing = world.sync()
        return reached.read.opened
      },
      merge: () => {
        gates.merge.open()
        return syncing
      },
      enter: () => {
        posted = world.run(posting)
        return reached.enter.opened
      },
      answer: () => {
        gates.answer.open()
        return posted
      },
    }
    const restore = () => {
      world.source.read = read
      if (post) world.source.post = post
    }
    return { perform, restore }
  }

  async function book(kind: 'payment' | 'reversal') {
    if (kind === 'payment') return { posting: (await world.book()).posting, truth: 6000 }
    const payment = await world.book()
    await world.run(payment.posting)
    await world.sync()
    const back = await world.book({ kind: 'refund', original: payment.transaction })
    return { posting: back.posting, truth: 10_000 }
  }

  it.each(CASES)(
    'what is due is the truth, or less where the source cannot tell ($tells): $name',
    async ({ order, kind, tells }) => {
      const { posting, truth } = await book(kind)
      expect(await world.amounts('b1')).toEqual([expect.any(Number), truth])
      const { perform, restore } = stage(posting, tells)
      try {
        for (const step of order) {
          await perform[step]()
          const [, due] = await world.amounts('b1')
          if (tells) expect([step, due]).toEqual([step, truth])
          else expect([step, due <= truth]).toEqual([step, true])
        }
      } finally {
        restore()
      }
      await world.sync()
      expect(await world.amounts('b1')).toEqual([0, truth])
      expect(await world.receipts()).toHaveLength(kind === 'payment' ? 1 : 2)
    },
  )

  it('a refund that staff entered by hand is not due a second time, whichever read brings it', async () => {
    const { posting } = await book('reversal')
    await world.ledger.query(`update bills set open = 100 where id = 'b1'`)
    await removePosting(world.host.payload, { posting, release: 'already_entered', reason: 'By hand', actor: 'system' })
    expect((await world.amounts('b1'))[1]).toBeLessThanOrEqual(10_000)
    await world.sync()
    expect(await world.amounts('b1')).toEqual([0, 10_000])
  })
})
