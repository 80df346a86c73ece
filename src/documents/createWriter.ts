import type { Content } from 'pdfmake/interfaces.js'
import type { Fonts } from './fonts.ts'
import { hasRightToLeft, orderParts, orderWords } from './orderWords.ts'

type Run = { text: string; font: string }
export type TextStyle = {
  bold?: boolean
  fontSize?: number
  color?: string
  alignment?: 'left' | 'right'
  margin?: [number, number, number, number]
}
/** Turns a text into content that draws it as it is: nothing in it is markup, an address or a file. */
export type Writer = (text: string | null | undefined, style?: TextStyle & { width?: number }) => Content

const MISSING = '\u25a1'
/** Characters in a line of the page's whole width, for texts whose lines we break ourselves. */
const LINE = 95
const MAX_TEXT = 4000

/** A control character is a space, and what no font has becomes a box. */
function drawable(given: string, { fontOf }: Fonts): Run {
  const character = /\p{Cc}|\p{Cf}/u.test(given) ? ' ' : given
  const font = fontOf(character)
  return font ? { text: character, font } : { text: MISSING, font: fontOf(MISSING) ?? 'latin' }
}

/** One run per font; a space stays in the run before it. */
function runsOf(text: string, fonts: Fonts): Run[] {
  const runs: Run[] = []
  for (const given of text) {
    const run = drawable(given, fonts)
    const last = runs.at(-1)
    if (last && (last.font === run.font || run.text === ' ')) last.text += run.text
    else runs.push(run)
  }
  return runs
}

function paragraph(text: string, fonts: Fonts, { width = LINE, ...style }: TextStyle & { width?: number }): Content {
  if (!hasRightToLeft(text)) return { ...style, text: runsOf(text, fonts) }
  const lines = orderWords(text, width).map(({ words, isRightToLeft }) => ({
    ...style,
    ...(isRightToLeft ? { alignment: 'right' as const } : {}),
    noWrap: true,
    text: words.flatMap((word, at) => [
      ...(at > 0 ? [{ text: ' ', font: 'latin' }] : []),
      ...orderParts(word).flatMap((part) => runsOf(part, fonts)),
    ]),
  }))
  return { stack: lines }
}

/** A writer that draws every script the fonts have, right-to-left ones in reading order. */
export function createWriter(fonts: Fonts): Writer {
  return (text, style = {}) => {
    const paragraphs = (text ?? '')
      .normalize('NFC')
      .slice(0, MAX_TEXT)
      .split(/\r\n|\r|\n/)
    const contents = paragraphs.map((part) => paragraph(part, fonts, style))
    return contents.length === 1 && contents[0] ? contents[0] : { stack: contents }
  }
}
