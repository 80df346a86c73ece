/** What a mail says, before it becomes text and HTML. */
export type MailContent = {
  subject: string
  paragraphs: string[]
  /** Text that staff wrote, already converted; stands between the first paragraph and the rest. */
  custom?: { html: string; text: string }
  link?: { label: string; url: string }
  /** Two columns, such as invoice and amount. */
  rows?: [string, string][]
  /** Below the link, in small. */
  notes?: string[]
}

export type Firm = { name: string; accent: string; contactEmail: string | null; portalUrl: string }

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

const FONT =
  'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1f2937;overflow-wrap:anywhere'
const CELL = 'padding:8px 0;border-bottom:1px solid #e5e7eb'

const paragraph = (text: string, style = ''): string => `<p style="margin:0 0 16px;${style}">${escapeHtml(text)}</p>`

function table(rows: [string, string][]): string {
  const lines = rows.map(
    ([label, value]) =>
      `<tr><td style="${CELL}">${escapeHtml(label)}</td><td align="right" style="${CELL};white-space:nowrap">${escapeHtml(value)}</td></tr>`,
  )
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 24px;${FONT}">${lines.join('')}</table>`
}

function button({ label, url }: { label: string; url: string }, accent: string): string {
  const style = `display:inline-block;padding:12px 20px;border-radius:6px;background:${accent};color:#ffffff;text-decoration:none;font-weight:600`
  const address = escapeHtml(url)
  return `<p style="margin:0 0 16px"><a href="${address}" style="${style}">${escapeHtml(label)}</a></p><p style="margin:0 0 24px;font-size:14px;color:#4b5563;word-break:break-all">${address}</p>`
}

/** The HTML of a mail. Everything but the text that the converter made is escaped here. */
export function mailHtml(content: MailContent, firm: Firm): string {
  const [first = '', ...others] = content.paragraphs
  const body = [
    paragraph(first),
    content.custom?.html ?? '',
    ...others.map((text) => paragraph(text)),
    content.rows ? table(content.rows) : '',
    content.link ? button(content.link, firm.accent) : '',
    ...(content.notes ?? []).map((text) => paragraph(text, 'font-size:14px;color:#4b5563')),
  ].join('\n')
  const contact = firm.contactEmail
    ? paragraph(`Questions? Write to ${firm.contactEmail}.`, 'font-size:14px;color:#4b5563')
    : ''
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(content.subject)}</title></head>
<body style="margin:0;background:#f3f4f6"><div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;${FONT}">
<p style="margin:0 0 24px;font-size:18px;font-weight:700">${escapeHtml(firm.name)}</p>
${body}
${contact}</div></body></html>`
}

/** The same mail as plain text. */
export function mailText(content: MailContent, firm: Firm): string {
  const [first = '', ...others] = content.paragraphs
  const parts = [
    firm.name,
    first,
    content.custom?.text ?? '',
    ...others,
    (content.rows ?? []).map(([label, value]) => `${label}: ${value}`).join('\n'),
    content.link ? `${content.link.label}:\n${content.link.url}` : '',
    ...(content.notes ?? []),
    firm.contactEmail ? `Questions? Write to ${firm.contactEmail}.` : '',
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
