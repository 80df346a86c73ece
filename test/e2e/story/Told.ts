import type { Bill } from './firmTruth.ts'
import type { Story } from './openStory.ts'

/** What earlier chapters of the story have found out, for the later ones. */
export type Told = {
  story: Story
  /** The bills that the story's payer has to see. */
  bills: Bill[]
  /** The address of the story's payer in the admin panel. */
  payerPage: string
  /** The payments that the story's payer made, in minor units of US dollars. */
  receipts: { reference: string; amount: number }[]
}
