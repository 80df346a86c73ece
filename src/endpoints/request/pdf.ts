/** A PDF to save, named after `name`; no cache keeps it. */
export function pdf(file: Buffer, name: string): Response {
  const ascii = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100)
  return new Response(new Uint8Array(file), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${ascii}.pdf"`,
      'Content-Length': String(file.length),
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
