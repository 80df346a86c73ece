import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { FirmLook } from '../settings/readFirmLook.ts'
import { createWriter, type Writer } from './createWriter.ts'
import { loadFonts } from './fonts.ts'

type Pdf = { writer: Writer; render(definition: TDocumentDefinitions): Promise<Buffer> }

let prepared: Promise<Pdf> | undefined

/** Loads the renderer at the first document. It may read our fonts and nothing else, no address and no other file. */
async function prepare(): Promise<Pdf> {
  const { default: pdfmake } = await import('pdfmake')
  const fonts = loadFonts()
  const files = new Set(Object.values(fonts.files).flatMap(({ normal, bold }) => [normal, bold]))
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => files.has(path))
  pdfmake.setFonts(fonts.files)
  return {
    writer: createWriter(fonts),
    render: async (definition) => Buffer.from(await pdfmake.createPdf(definition).getBuffer()),
  }
}

type Args = {
  firm: FirmLook
  title: string
  /** Stands small at the end of every page. */
  note: string
  content: (write: Writer) => Content[]
}

const MARGIN = 56
const RULE_WIDTH = 595 - 2 * MARGIN

/** An A4 document in the firm's look. */
export async function renderDocument({ firm, title, note, content }: Args): Promise<Buffer> {
  prepared ??= prepare()
  const { writer, render } = await prepared
  return render({
    pageSize: 'A4',
    pageMargins: [MARGIN, 64, MARGIN, 72],
    defaultStyle: { font: 'latin', fontSize: 10, lineHeight: 1.25, color: '#1f2933' },
    info: { title, author: firm.name, creator: firm.name, producer: 'Payer Portal' },
    footer: (page, pages) => ({
      margin: [MARGIN, 24, MARGIN, 0],
      columns: [
        writer(note, { fontSize: 8, color: '#52606d', width: 80 }),
        { width: 60, text: `${page} / ${pages}`, alignment: 'right', fontSize: 8, color: '#52606d' },
      ],
    }),
    content: [
      writer(firm.name, { bold: true, fontSize: 16, color: firm.accent, width: 50 }),
      {
        canvas: [{ type: 'line', x1: 0, y1: 4, x2: RULE_WIDTH, y2: 4, lineWidth: 1.5, lineColor: firm.accent }],
        margin: [0, 0, 0, 20],
      },
      writer(title, { bold: true, fontSize: 20, margin: [0, 0, 0, 14] }),
      ...content(writer),
    ],
  })
}
