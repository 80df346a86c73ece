/** An entry of the audit log as staff read it. */
export type Activity = {
  id: number | string
  action: string
  createdAt: string
  what: string
  who: string
  origin: string
  data?: Record<string, unknown> | null
}
