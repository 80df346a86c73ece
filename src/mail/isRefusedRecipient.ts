type SmtpError = { responseCode?: unknown; command?: unknown; response?: unknown }

/**
 * Did the mail server refuse the recipient for good: a 5xx answer to RCPT TO? One about a policy (5.7.x, a
 * relay that is closed to us) or a missing login (530) says nothing about the address and is tried again.
 */
export function isRefusedRecipient(error: unknown): boolean {
  const { responseCode, command, response } = (error ?? {}) as SmtpError
  if (typeof responseCode !== 'number' || responseCode < 500 || responseCode > 599) return false
  if (command !== 'RCPT TO' || responseCode === 530) return false
  return !/\b5\.7\.\d/.test(String(response ?? ''))
}
