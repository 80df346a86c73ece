import { PageHeading } from '../parts/PageHeading.tsx'
import { ContactForm } from '../profile/ContactForm.tsx'
import { EmailSection } from '../profile/EmailSection.tsx'
import { PasswordForm } from '../profile/PasswordForm.tsx'
import { ReceiptForm } from '../profile/ReceiptForm.tsx'
import { SessionsSection } from '../profile/SessionsSection.tsx'
import { TwoStepSection } from '../secondFactor/TwoStepSection.tsx'
import { useAbilities } from '../state/useAbilities.ts'

/** The payer's data, and the own login. A view of staff has no login, and shows none. */
export function ProfilePage() {
  const { isView } = useAbilities()
  return (
    <>
      <PageHeading title="Profile">Profile</PageHeading>
      <div className="pp-columns pp-profile">
        <div className="pp-stack">
          <ContactForm />
          <ReceiptForm />
        </div>
        {isView ? (
          <section className="pp-card" aria-labelledby="pp-login">
            <h2 id="pp-login">Login</h2>
            <p className="pp-muted">
              Email, password, two-step login and the list of devices belong to the person who logs in. They are not
              shown in a view.
            </p>
          </section>
        ) : (
          <div className="pp-stack">
            <EmailSection />
            <PasswordForm />
            <TwoStepSection />
            <SessionsSection />
          </div>
        )}
      </div>
    </>
  )
}
