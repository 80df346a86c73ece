/** Stops the boot. The message names the option's path, what is wrong with it and what to write instead. */
export function refuse(path: string, problem: string): never {
  throw new Error(`payerPortal: \`${path}\` ${problem}`)
}
