/** Decimal text as whole hundredths: `-12.5` → -1250n. */
export function hundredthsOf(decimal: string): bigint {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(decimal) ?? []
  if (sign === undefined) throw new RangeError(`not an amount: ${decimal}`)
  const value = BigInt(whole + fraction.padEnd(2, '0'))
  return sign ? -value : value
}

/** The reverse: -1250n → `-12.50`. */
export function decimalOf(hundredths: bigint): string {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0')
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
