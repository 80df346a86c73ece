import { useRouter } from 'wouter'
import { AuthLayout } from '../layout/AuthLayout.tsx'
import { Button } from '../parts/Button.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { usePortal } from '../state/PortalContext.tsx'

/** What a tab shows whose view has ended. It never becomes the portal of a payer who is logged in beside it by itself. */
export function ViewEnded() {
  const { forgetView } = usePortal()
  const { base } = useRouter()
  const leave = () => {
    forgetView()
    // Loaded anew, so that nothing of the view is left in the page.
    window.location.assign(`${base}/login`)
  }
  return (
    <AuthLayout>
      <PageHeading title="The view has ended">The view has ended</PageHeading>
      <div className="pp-form">
        <p>
          You no longer see the portal as a payer. You can close this tab. To look again, open the view from the payer's
          page in the admin panel.
        </p>
        <Button look="primary" isWide onPress={leave}>
          Go to the portal's login
        </Button>
      </div>
    </AuthLayout>
  )
}
