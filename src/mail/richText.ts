import { convertLexicalToHTML } from '@payloadcms/richtext-lexical/html'
import { convertLexicalToPlaintext } from '@payloadcms/richtext-lexical/plaintext'

type Lexical = Parameters<typeof convertLexicalToHTML>[0]['data']

const isLexical = (value: unknown): value is Lexical =>
  typeof value === 'object' && value !== null && typeof (value as { root?: unknown }).root === 'object'

/** A text that staff wrote in the editor as HTML and as plain text; undefined when there is none. */
export function richText(value: unknown): { html: string; text: string } | undefined {
  if (!isLexical(value)) return undefined
  const text = convertLexicalToPlaintext({ data: value }).trim()
  return text ? { html: convertLexicalToHTML({ data: value, disableContainer: true }), text } : undefined
}
