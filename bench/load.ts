import autocannon from 'autocannon'

export type Figures = { rate: number; p50: number; p97: number; p99: number; errors: number }

/** Eight connections for some seconds, after a warm-up. Requests per second and milliseconds. */
export async function measure(url: string, headers: Record<string, string>, seconds: number): Promise<Figures> {
  await autocannon({ url, headers, connections: 8, duration: 2 })
  const result = await autocannon({ url, headers, connections: 8, duration: seconds })
  const { latency, requests } = result
  return {
    rate: requests.average,
    p50: latency.p50,
    p97: latency.p97_5,
    p99: latency.p99,
    errors: result.errors + result.non2xx,
  }
}
