const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/
const MOST = 10

/** Whether a text looks like one email address; the server has the last word. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)

/** The addresses in a text, one a line or parted by commas, each once, and what is wrong with them for the field. */
export function emailList(text: string): { emails: string[]; problem: string | null } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  const emails = [...new Map(parts.map((part) => [part.toLowerCase(), part])).values()]
  const wrong = emails.find((email) => !isEmail(email))
  if (wrong !== undefined) return { emails, problem: `“${wrong.slice(0, 80)}” is not an email address.` }
  if (emails.length > MOST) return { emails, problem: `At most ${MOST} addresses can be kept.` }
  return { emails, problem: null }
}
