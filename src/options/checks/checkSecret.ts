import { refuse } from './refuse.ts'

const LEAST = 32
const LEAST_DISTINCT = 10
/** What documentation and templates put where a secret belongs. */
const PLACEHOLDER =
  /your[-_ ]?(?:payload[-_ ]?)?secret|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it)|(?:secret|goes|put)[-_ ]?here|placeholder|default[-_ ]?secret|example[-_ ]?secret|passw(?:or)?d|0123456789abcdef0123456789abcdef|(?:1234567890){3}/i

/** Refuses a secret that is short, that a template brought along, or that has hardly any different characters. Never shows it. */
export function checkSecret(path: string, secret: unknown, whose = ''): void {
  const instead = `write at least ${LEAST} random characters, for instance from \`openssl rand -base64 48\``
  if (typeof secret !== 'string' || secret.length < LEAST)
    refuse(path, `${whose}must have at least ${LEAST} characters: ${instead}`)
  if (PLACEHOLDER.test(secret)) refuse(path, `${whose}is a placeholder that everybody knows: ${instead}`)
  if (new Set(secret).size < LEAST_DISTINCT) refuse(path, `${whose}is too easy to guess: ${instead}`)
}
