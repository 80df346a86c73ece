/**
 * The one normal form in which association values and the billing system's numbers and names are
 * stored and compared: outer white space trimmed, Unicode NFC. Nothing else is folded, so `0012`
 * is not `12` and `AB1` is not `ab1`. Blank becomes null.
 */
export function normalText(value: string | null | undefined): string | null {
  const text = value?.normalize('NFC').trim()
  return text ? text : null
}
