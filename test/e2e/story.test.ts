import { accessiblePages } from './story/chapters/accessiblePages.ts'
import { changedAmounts } from './story/chapters/changedAmounts.ts'
import { endLogin } from './story/chapters/endLogin.ts'
import { firstLook } from './story/chapters/firstLook.ts'
import { hostileTexts } from './story/chapters/hostileTexts.ts'
import { keepRecords } from './story/chapters/keepRecords.ts'
import { keyboardOnly } from './story/chapters/keyboardOnly.ts'
import { logInAndSee } from './story/chapters/logInAndSee.ts'
import { manageLogins } from './story/chapters/manageLogins.ts'
import { managePostings } from './story/chapters/managePostings.ts'
import { needsAttention } from './story/chapters/needsAttention.ts'
import { payInvoices } from './story/chapters/payInvoices.ts'
import { recordPayments } from './story/chapters/recordPayments.ts'
import { recordTabs } from './story/chapters/recordTabs.ts'
import { refundOnce } from './story/chapters/refundOnce.ts'
import { setUpPayer } from './story/chapters/setUpPayer.ts'
import { shareAssociations } from './story/chapters/shareAssociations.ts'
import { staffDoors } from './story/chapters/staffDoors.ts'
import { staffKeyboard } from './story/chapters/staffKeyboard.ts'
import { staffRoles } from './story/chapters/staffRoles.ts'
import { twoStepLogin } from './story/chapters/twoStepLogin.ts'
import { unfinishedPayments } from './story/chapters/unfinishedPayments.ts'
import { openStory, type Story } from './story/openStory.ts'
import type { Told } from './story/Told.ts'

/** One start of the demo and one browser for all chapters, in this order. */
const told: Told = { story: {} as Story, bills: [], payerPage: '', receipts: [] }

beforeAll(async () => {
  told.story = await openStory()
}, 400_000)

afterAll(async () => {
  await told.story.close?.()
}, 60_000)

firstLook(told)
setUpPayer(told)
logInAndSee(told)
payInvoices(told)
unfinishedPayments(told)
changedAmounts(told)
recordPayments(told)
accessiblePages(told)
staffDoors(told)
keyboardOnly(told)
staffKeyboard(told)
hostileTexts(told)
needsAttention(told)
managePostings(told)
manageLogins(told)
endLogin(told)
keepRecords(told)
shareAssociations(told)
twoStepLogin(told)
recordTabs(told)
staffRoles(told)
refundOnce(told)
