/** The name of a dialog about one payer's login; another payer's may be open in a drawer beside it. */
export function loginDialogSlug({ id, name }: { id: number | string | null; name: string }): string {
  return `payer-login-${name}-${String(id ?? 'new')}`
}
