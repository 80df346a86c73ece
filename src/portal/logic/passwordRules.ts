export const PASSWORD_RULES = [
  'At least 12 characters',
  'Not a common or easily guessed password',
  'A sentence of several words is a good choice',
]

/** The part of the password rules that the page can judge; the server has the last word. Null when it may pass. */
export function passwordProblem(password: string): string | null {
  if (password.trim() === '') return 'Choose a password.'
  if ([...password].length < 12) return 'Use at least 12 characters.'
  if (password.length > 256) return 'Use at most 256 characters.'
  return null
}
