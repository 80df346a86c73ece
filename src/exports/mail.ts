export type { SmtpAdapterOptions } from '../mail/smtpAdapter.ts'
export { smtpAdapter } from '../mail/smtpAdapter.ts'
