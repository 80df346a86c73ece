import { billTotal, type FirmBill } from './firmRows.ts'

/** What the plain font that every PDF reader brings can draw. */
const isPlain = (text: string) => /^[\x20-\x7e\xa0-\xff]*$/.test(text.normalize('NFC'))

/**
 * What the sample firm keeps of its bills as files: one for every second bill, as if it had begun with that some time ago, and
 * none that its plain font could not draw. The portal then makes the PDF, which has other scripts too.
 */
export const hasDocument = (bill: FirmBill, client: string): boolean =>
  bill.id % 2 === 0 && [client, ...bill.lines.map(({ text }) => text)].every(isPlain)

const LINE = 18
const money = (hundredths: number, currency: string) =>
  `${currency} ${(hundredths / 100).toLocaleString('en-US', { minimumFractionDigits: currency === 'JPY' ? 0 : 2 })}`

/** A text of a PDF: its own signs escaped. */
const quoted = (text: string) => `(${text.normalize('NFC').replace(/[\\()]/g, '\\$&')})`

function linesOf(bill: FirmBill, { client, issuedOn }: { client: string; issuedOn: string }): string[] {
  const title = bill.kind === 'C' ? 'CREDIT NOTE' : bill.kind === 'D' ? 'REQUEST FOR A DEPOSIT' : 'INVOICE'
  return [
    'FINCH & HARROW LLP',
    '',
    `${title}  ${bill.no}`,
    `Date: ${issuedOn}`,
    `To: ${client}`,
    '',
    ...bill.lines.map((line) => `${line.text}  .....  ${money(line.amount, bill.currency)}`),
    '',
    `TOTAL  ${money(billTotal(bill), bill.currency)}`,
  ]
}

/** A PDF of one page with these lines. */
function pageOf(lines: readonly string[]): Buffer {
  const text = lines.map((line) => `${quoted(line)} Tj T*`).join('\n')
  const stream = `BT /F1 12 Tf ${LINE} TL 64 760 Td\n${text}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}

/** The firm's own bill as its billing system prints it. */
export function billDocument(bill: FirmBill, facts: { client: string; issuedOn: string }): Buffer {
  return pageOf(linesOf(bill, facts))
}
