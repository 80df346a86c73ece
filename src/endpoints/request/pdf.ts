/** A PDF to save, named after `name`; no cache keeps it, and no browser runs anything of it. */
export function pdf(file: Uint8Array, name: string): Response {
  const ascii = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100)
  return new Response(new Uint8Array(file), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${ascii}.pdf"`,
      'Content-Length': String(file.length),
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
