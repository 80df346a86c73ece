import { errorText } from '../errorText.ts'
import { findSource } from '../findSource.ts'
import type { ConnectCommand, ExitCode } from './connectCommand.ts'

/** `check`: 1 when a mapping does not fit, or its system does not answer. */
export async function checkCommand({ payload, sources, say }: ConnectCommand): Promise<ExitCode> {
  let exit: ExitCode = 0
  for (const key of sources) {
    try {
      await findSource(payload, key).check?.()
      say(`${key}: fits`)
    } catch (error) {
      say(`${key}: ${errorText(error)}`)
      exit = 1
    }
  }
  return exit
}
