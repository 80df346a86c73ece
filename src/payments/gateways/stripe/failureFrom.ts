/** The part of Stripe's errors that we keep. */
export type StripeProblem = { code?: string; decline_code?: string; message?: string; type?: string }

/** Stripe's reason in our words: the bank's own code where there is one. */
export function failureFrom(problem: StripeProblem | null | undefined): { code: string; message: string } | null {
  if (!problem) return null
  return {
    code: problem.decline_code ?? problem.code ?? problem.type ?? 'unknown',
    message: problem.message ?? 'The payment failed.',
  }
}
