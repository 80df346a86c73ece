import { LOCALE } from '../../base/locale.ts'
import { Button } from '../parts/Button.tsx'
import { Icon } from '../parts/Icon.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { useAction } from '../state/useAction.ts'

const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' })

/** Over every page of a view: whose portal this is, that nothing can be changed, and the way out. */
export function ViewBanner() {
  const { client, me, forgetMe } = usePortal()
  const { user, view } = me
  const end = useAction(async () => {
    if (user) await client.endView(user.id)
    forgetMe()
  })
  if (!user || !view) return null
  return (
    <section className="pp-view-banner" aria-label="View as payer">
      <div className="pp-view-banner-inner">
        <Icon name="info" />
        <p>
          You see the portal as <bdi>{user.name ?? user.email}</bdi> sees it. Nothing can be changed.{' '}
          <span>The view ends by itself at {clock.format(new Date(view.expiresAt))}.</span>
        </p>
        <Button onPress={() => end.run()} isPending={end.isPending}>
          End view
        </Button>
      </div>
      <ErrorNotice error={end.error} />
    </section>
  )
}
