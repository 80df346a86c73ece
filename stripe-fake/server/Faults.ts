export type FaultMode = 'status' | 'drop-before' | 'drop-after' | 'timeout'
export type Fault = { mode: FaultMode; path?: string; method?: string; status: number; times: number }

/** Failures that a test has ordered for coming requests. */
export class Faults {
  private ordered: Fault[] = []

  /** The next `times` requests whose path contains `path` fail. */
  order(fault: Fault): void {
    this.ordered.push(fault)
  }

  /** The fault for this request, used up by asking. */
  next(method: string, path: string): Fault | null {
    const found = this.ordered.find(
      (fault) => (!fault.path || path.includes(fault.path)) && (!fault.method || fault.method === method),
    )
    if (!found) return null
    found.times -= 1
    if (found.times <= 0) this.ordered = this.ordered.filter((fault) => fault !== found)
    return found
  }

  clear(): void {
    this.ordered = []
  }
}
