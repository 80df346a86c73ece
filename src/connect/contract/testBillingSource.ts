import type { BillingSource } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { callChecks, mappingCheck } from './checks/callChecks.ts'
import { changeChecks } from './checks/changeChecks.ts'
import { documentChecks } from './checks/documentChecks.ts'
import { lookupChecks } from './checks/lookupChecks.ts'
import { postingChecks } from './checks/postingChecks.ts'
import { readChecks } from './checks/readChecks.ts'
import { searchChecks } from './checks/searchChecks.ts'
import { NotRun } from './NotRun.ts'
import { readWhole, type WholeRead } from './readWhole.ts'
import type { SourceFinding } from './SourceFinding.ts'
import type { SourceCheckRun, SourceTestRun } from './SourceTestRun.ts'
import type { SourceTestWorld } from './SourceTestWorld.ts'

const CHECKS = [
  mappingCheck,
  ...readChecks,
  ...lookupChecks,
  ...documentChecks,
  ...searchChecks,
  ...callChecks,
  ...postingChecks,
  ...changeChecks,
]

async function runCheck({ name, run }: SourceCheckRun, test: SourceTestRun): Promise<SourceFinding> {
  try {
    const wrong = await run(test)
    return { check: name, outcome: wrong.length > 0 ? 'failed' : 'passed', message: wrong.join('; ') }
  } catch (error) {
    return { check: name, outcome: error instanceof NotRun ? 'not_run' : 'failed', message: errorText(error) }
  }
}

/**
 * Runs a billing source, ours or your own, through the promises of `BillingSource`, and answers one
 * finding per check, in the order of `SOURCE_CHECKS`. It needs no test framework: assert that none
 * has the outcome `failed`, and read why others were `not_run`. What goes wrong in the source becomes a
 * finding; it rejects only with what `world.invoices` throws.
 */
export async function testBillingSource(source: BillingSource, world: SourceTestWorld): Promise<SourceFinding[]> {
  const { abortSeconds = 2, callSeconds = 30 } = world
  let read: Promise<WholeRead> | undefined
  const firstRead = () => {
    read ??= readWhole(source, { seconds: callSeconds })
    return read
  }
  const test: SourceTestRun = { source, world, known: await world.invoices(), firstRead, abortSeconds, callSeconds }
  const findings: SourceFinding[] = []
  for (const check of CHECKS) findings.push(await runCheck(check, test))
  return findings
}
