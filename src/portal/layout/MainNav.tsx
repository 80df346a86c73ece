import { Link, useLocation } from 'wouter'
import { Icon, type IconName } from '../parts/Icon.tsx'
import { useAbilities } from '../state/useAbilities.ts'

type Item = { href: string; label: string; icon: IconName; owns: RegExp }

const ITEMS: readonly Item[] = [
  { href: '/', label: 'Invoices', icon: 'invoices', owns: /^\/($|invoices|pay$)/ },
  { href: '/payments', label: 'History', icon: 'history', owns: /^\/payments(\/|$)/ },
  { href: '/payment-methods', label: 'Methods', icon: 'card', owns: /^\/payment-methods/ },
  { href: '/profile', label: 'Profile', icon: 'person', owns: /^\/profile/ },
]

const PEOPLE: Item = { href: '/people', label: 'People', icon: 'people', owns: /^\/people/ }

/** The places of the portal; the people only for whoever keeps them. At the bottom of a phone, in the header of anything wider. */
export function MainNav() {
  const [path] = useLocation()
  const items = useAbilities().seesPeople ? [...ITEMS, PEOPLE] : ITEMS
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
