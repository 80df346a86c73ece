import { createRequire } from 'node:module'

// The faces that a firm's texts need, the first that has a character draws it.
const FACES = [
  ['latin', '@fontsource/noto-sans', 'noto-sans-latin'],
  ['latin-ext', '@fontsource/noto-sans', 'noto-sans-latin-ext'],
  ['vietnamese', '@fontsource/noto-sans', 'noto-sans-vietnamese'],
  ['hebrew', '@fontsource/noto-sans-hebrew', 'noto-sans-hebrew-hebrew'],
  ['arabic', '@fontsource/noto-sans-arabic', 'noto-sans-arabic-arabic'],
  ['cyrillic', '@fontsource/noto-sans', 'noto-sans-cyrillic'],
  ['cyrillic-ext', '@fontsource/noto-sans', 'noto-sans-cyrillic-ext'],
  ['greek', '@fontsource/noto-sans', 'noto-sans-greek'],
  ['greek-ext', '@fontsource/noto-sans', 'noto-sans-greek-ext'],
  ['devanagari', '@fontsource/noto-sans', 'noto-sans-devanagari'],
] as const

type Range = readonly [from: number, to: number]
export type Fonts = {
  /** For pdfmake: the font's name → its files. */
  files: Record<string, { normal: string; bold: string }>
  /** The font that has this character, null when none does. */
  fontOf(character: string): string | null
}

const parse = (ranges: string): Range[] =>
  ranges.split(',').map((range) => {
    const [from = '0', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
  })

/** Finds the font files, which come with this package, and what each of them can draw. */
export function loadFonts(): Fonts {
  const require = createRequire(import.meta.url)
  const faces = FACES.map(([subset, from, file]) => {
    const ranges = require(`${from}/unicode.json`) as Record<string, string>
    return {
      subset,
      ranges: parse(ranges[subset] ?? ''),
      normal: `${from}/files/${file}-400-normal.woff`,
      bold: `${from}/files/${file}-700-normal.woff`,
    }
  })
  return {
    files: Object.fromEntries(
      faces.map(({ subset, normal, bold }) => [
        subset,
        { normal: require.resolve(normal), bold: require.resolve(bold) },
      ]),
    ),
    fontOf: (character) => {
      const code = character.codePointAt(0) ?? 0
      return faces.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))?.subset ?? null
    },
  }
}
