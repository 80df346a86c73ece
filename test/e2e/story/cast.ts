export const PAYER = {
  firstName: 'Joan',
  lastName: 'Story',
  email: 'joan@story.test',
  password: 'Seven quiet lanterns 1947',
} as const

/** Texts that tell a person what to do next. */
export const CLICKED = { declineAdvice: /another|call your bank|contact/i } as const
