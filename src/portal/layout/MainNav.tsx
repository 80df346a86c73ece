import { Link, useLocation } from 'wouter'
import { Icon, type IconName } from '../parts/Icon.tsx'
import { useAbilities } from '../state/useAbilities.ts'

type Item = { href: string; label: string; icon: IconName; owns: RegExp; needs?: 'seesMethods' | 'seesPeople' }

const ITEMS: readonly Item[] = [
  { href: '/', label: 'Invoices', icon: 'invoices', owns: /^\/($|invoices|pay$)/ },
  { href: '/payments', label: 'History', icon: 'history', owns: /^\/payments(\/|$)/ },
  { href: '/payment-methods', label: 'Methods', icon: 'card', owns: /^\/payment-methods/, needs: 'seesMethods' },
  { href: '/profile', label: 'Profile', icon: 'person', owns: /^\/profile/ },
  { href: '/people', label: 'People', icon: 'people', owns: /^\/people/, needs: 'seesPeople' },
]

/** The places of the portal that this person's role opens. At the bottom of a phone, in the header of anything wider. */
export function MainNav() {
  const [path] = useLocation()
  const abilities = useAbilities()
  const items = ITEMS.filter(({ needs }) => !needs || abilities[needs])
  return (
    <nav className="pp-nav" aria-label="Portal">
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <Link href={item.href} className="pp-nav-link" aria-current={item.owns.test(path) ? 'page' : undefined}>
              <Icon name={item.icon} />
              <span>{item.label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
