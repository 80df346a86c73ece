const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/
const LETTER = /\p{L}/u
const MIRRORED: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
  '«': '»',
  '»': '«',
}

export type Line = { words: string[]; isRightToLeft: boolean }

/** Has the text a letter of a script that is written from right to left? */
export const hasRightToLeft = (text: string): boolean => RTL.test(text)

const startsRightToLeft = (text: string): boolean => RTL.test(/\p{L}/u.exec(text)?.[0] ?? '')

function breakLines(words: readonly string[], width: number): string[][] {
  const lines: string[][] = [[]]
  let used = 0
  for (const word of words) {
    if (used > 0 && used + 1 + word.length > width) {
      lines.push([])
      used = 0
    }
    lines.at(-1)?.push(word)
    used += word.length + 1
  }
  return lines
}

/** The last word of the stretch that begins at `from`: neutral words count when another of the stretch follows. */
function endOfStretch(words: readonly string[], from: number, isOther: (word: string) => boolean): number {
  let end = from
  for (let next = from + 1; next < words.length; next += 1) {
    const word = words[next] ?? ''
    if (isOther(word)) end = next
    else if (LETTER.test(word)) break
  }
  return end
}

/** The words in stretches that keep together: those of the other direction with what stands between them, else single ones. */
function stretches(words: readonly string[], isOther: (word: string) => boolean): string[][] {
  const groups: string[][] = []
  for (let at = 0; at < words.length; ) {
    const end = isOther(words[at] ?? '') ? endOfStretch(words, at, isOther) : at
    groups.push(words.slice(at, end + 1))
    at = end + 1
  }
  return groups
}

const isLeftToRight = (word: string): boolean => LETTER.test(word) && !RTL.test(word)

function visual(words: string[], isRightToLeft: boolean): string[] {
  if (isRightToLeft) return stretches(words, isLeftToRight).reverse().flat()
  return stretches(words, (word) => RTL.test(word)).flatMap((group) =>
    RTL.test(group[0] ?? '') ? group.reverse() : group,
  )
}

/**
 * The lines of a text with their words in the order in which they stand from left to right, broken at
 * about `width` characters. The base direction is that of the first letter.
 */
export function orderWords(text: string, width: number): Line[] {
  const isRightToLeft = startsRightToLeft(text)
  const words = text.split(/\s+/).filter(Boolean)
  return breakLines(words, width).map((line) => ({ words: visual(line, isRightToLeft), isRightToLeft }))
}

/** Parts of one word from left to right; what is not written from right to left keeps its own order. */
export function orderParts(word: string): string[] {
  if (!RTL.test(word)) return [word]
  const parts = word.match(
    /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+|[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+/g,
  ) ?? [word]
  return parts
    .reverse()
    .map((part) => (RTL.test(part) ? part : [...part].map((character) => MIRRORED[character] ?? character).join('')))
}
