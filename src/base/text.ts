/**
 * The one normal form in which association values and the billing system's numbers and names are
 * stored and compared: outer white space trimmed, Unicode NFC. Nothing else is folded, so `0012`
 * is not `12` and `AB1` is not `ab1`. Blank becomes null.
 */
export function normalText(value: string | null | undefined): string | null {
  const text = value?.normalize('NFC').trim()
  return text ? text : null
}

/**
 * A text for a header or a name in a mail: line breaks and other control characters become a blank, and marks that
 * turn the direction of whatever follows are left out.
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
