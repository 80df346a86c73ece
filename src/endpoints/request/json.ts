/** A JSON answer that no cache keeps. */
export function json(body: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return Response.json(body, {
    status: init.status ?? 200,
    headers: { 'Cache-Control': 'private, no-store', ...init.headers },
  })
}
