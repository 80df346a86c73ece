import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { useLocation } from 'wouter'
import type { Id } from '../api/types.ts'
import { payMemory } from '../logic/attempt.ts'
import { Icon } from '../parts/Icon.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'
import { useAction } from '../state/useAction.ts'

/** Ends the login here and on the server, and forgets what this tab kept of a payment. */
function useLogOut() {
  const { client, forgetMe, announce } = usePortal()
  const payer = usePayer()
  const [, navigate] = useLocation()
  return useAction(async () => {
    await client.logout()
    payMemory(sessionStorage, payer.id).forgetBasket()
    navigate('/login')
    forgetMe()
    announce('You are logged out.')
  })
}

function useSwitch() {
  const { client, refreshMe, announce } = usePortal()
  const [, navigate] = useLocation()
  return useAction(async (id: Id, name: string) => {
    await client.switchPayer(id)
    navigate('/')
    await refreshMe(id)
    announce(`You now see ${name}.`)
  })
}

/** Who is logged in, with the way out and, for a login of several payer records, the switch between them. In a view only whose portal it is. */
export function PayerMenu() {
  const { isView } = useAbilities()
  const payer = usePayer()
  if (!isView) return <AccountMenu />
  return (
    <p className="pp-menu-name pp-viewed">
      <bdi>{payer.name ?? payer.email}</bdi>
    </p>
  )
}

function AccountMenu() {
  const { me } = usePortal()
  const payer = usePayer()
  const logOut = useLogOut()
  const change = useSwitch()
  const others = (me.payers ?? []).filter(({ id }) => String(id) !== String(payer.id))
  const name = payer.name ?? payer.email
  const act = (key: unknown) => {
    if (key === 'log-out') return logOut.run()
    const other = others.find(({ id }) => `payer-${id}` === key)
    if (other) change.run(other.id, other.name ?? 'the other record')
  }
  return (
    <MenuTrigger>
      <Button
        className="pp-menu-button"
        aria-label={`Account of ${name}`}
        isPending={logOut.isPending || change.isPending}
      >
        <Icon name="person" />
        <bdi className="pp-menu-name">{name}</bdi>
        <Icon name="down" />
      </Button>
      <Popover className="pp-popover" placement="bottom end">
        <Menu className="pp-list-box" onAction={act}>
          {others.length > 0 && (
            <MenuSection>
              <Header className="pp-menu-header">Switch to</Header>
              {others.map((other) => (
                <MenuItem key={other.id} id={`payer-${other.id}`} className="pp-option">
                  {other.name ?? `Record ${other.id}`}
                </MenuItem>
              ))}
            </MenuSection>
          )}
          <MenuSection aria-label="Login">
            {me.person && <Header className="pp-menu-header">Logged in as {me.person.email}</Header>}
            <MenuItem id="log-out" className="pp-option">
              Log out
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
