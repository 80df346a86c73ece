import { PageHeading } from '../parts/PageHeading.tsx'
import { ContactForm } from '../profile/ContactForm.tsx'
import { PasswordForm } from '../profile/PasswordForm.tsx'
import { TwoStepSection } from '../secondFactor/TwoStepSection.tsx'

/** The payer's own data and password. */
export function ProfilePage() {
  return (
    <>
      <PageHeading title="Profile">Profile</PageHeading>
      <div className="pp-columns">
        <ContactForm />
        <PasswordForm />
        <TwoStepSection />
      </div>
    </>
  )
}
