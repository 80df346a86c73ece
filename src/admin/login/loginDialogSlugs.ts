export type LoginDialogSlugs = Record<'access' | 'invite' | 'reset' | 'delete' | 'email', string>

/** Names of the dialogs about one payer's login; another payer's may be open in a drawer beside it. */
export function loginDialogSlugs(id: number | string | null): LoginDialogSlugs {
  const name = (what: string) => `payer-login-${what}-${String(id ?? 'new')}`
  return {
    access: name('access'),
    invite: name('invite'),
    reset: name('reset'),
    delete: name('delete'),
    email: name('email'),
  }
}
