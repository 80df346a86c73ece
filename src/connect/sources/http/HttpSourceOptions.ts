import type { PostingCode } from '../../../options/postingSettings.ts'

/** A billing system behind Connect that speaks the protocol of docs/connect-http.md. */
export type HttpSourceOptions = {
  /** Stable key, kept in `invoices.source`: lowercase letters, digits, dashes. */
  key: string
  /** What staff see. */
  label: string
  /** Where the protocol is served, such as `https://billing.example.com/portal/`. Plain http only on this machine. */
  url: string
  /** Sent as `Authorization: Bearer …`. One of `token` and `secret` is needed; both may be given. */
  token?: string
  /** Signs each request, at least 32 characters. */
  secret?: string
  /** Does it take postings? The protocol makes them exactly once. @default false */
  posting?: boolean
  /** Can single invoices be asked for (`POST v1/invoices`)? @default false */
  lookup?: boolean
  /** Does it have the firm's own bills as PDFs? @default false */
  documents?: boolean
  /** Which settings of a merchant account (`accounts.<key>.posting`) its postings must have. @default [] */
  postingNeeds?: readonly PostingCode[]
  /** Invoices per page. @default 1000 */
  pageSize?: number
  /** A page may take so many seconds. @default 60 */
  pageTimeout?: number
  /** A search or a posting may take so many seconds. @default 10 */
  callTimeout?: number
  /** An answer may have so many bytes. @default 20 MB */
  maxBytes?: number
}
