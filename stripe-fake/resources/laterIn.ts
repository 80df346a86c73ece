import type { Fake } from '../api/Fake.ts'
import { newId } from '../state/newId.ts'
import type { Due } from '../state/Store.ts'

/** Plans `kind` for `about`, `seconds` from now on the stand-in's clock. */
export function laterIn(fake: Fake, seconds: number, { kind, about }: Pick<Due, 'kind' | 'about'>): void {
  fake.store.put('due', { id: newId('due'), at: fake.store.now() + seconds, kind, about })
}

/** The seconds until `days` business days have passed (Saturdays and Sundays do not count). */
export function businessSeconds(now: number, days: number): number {
  let at = now
  for (let left = days; left > 0; ) {
    at += 86_400
    const weekday = new Date(at * 1000).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return at - now
}
