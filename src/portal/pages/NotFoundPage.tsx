import { LinkButton } from '../parts/Button.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'

/** Any address that is none of the portal's. */
export function NotFoundPage() {
  return (
    <>
      <PageHeading title="Not found">There is nothing at this address</PageHeading>
      <LinkButton href="/" look="primary">
        Go to your invoices
      </LinkButton>
    </>
  )
}
