const HEAD = /^%PDF-[12]\.\d/
const TAIL = 1024

/** Is this a PDF and nothing else, by what it holds: its mark at the very first byte, its end among the last ones? */
export function isPdf(bytes: Uint8Array): boolean {
  const text = (from: number, to?: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')
  return HEAD.test(text(0, 8)) && text(-TAIL).includes('%%EOF')
}
