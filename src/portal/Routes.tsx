import type { ReactNode } from 'react'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { Shell } from './layout/Shell.tsx'
import { loginPath, returnPath } from './logic/ownPath.ts'
import { AcceptInvitePage } from './pages/AcceptInvitePage.tsx'
import { ConfirmEmailPage } from './pages/ConfirmEmailPage.tsx'
import { ForgotPasswordPage } from './pages/ForgotPasswordPage.tsx'
import { HistoryPage } from './pages/HistoryPage.tsx'
import { HomePage } from './pages/HomePage.tsx'
import { InvoicePage } from './pages/InvoicePage.tsx'
import { LoginPage } from './pages/LoginPage.tsx'
import { MethodsPage } from './pages/MethodsPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { PayPage } from './pages/PayPage.tsx'
import { PeoplePage } from './pages/PeoplePage.tsx'
import { ProfilePage } from './pages/ProfilePage.tsx'
import { ResetPasswordPage } from './pages/ResetPasswordPage.tsx'
import { TransactionPage } from './pages/TransactionPage.tsx'
import { UndoEmailPage } from './pages/UndoEmailPage.tsx'
import { usePortal } from './state/PortalContext.tsx'
import { useRouteFocus } from './state/useRouteFocus.ts'
import { ViewBanner } from './view/ViewBanner.tsx'
import { ViewEnded } from './view/ViewEnded.tsx'

/** Only for a payer who is logged in; anyone else is sent to the login, and comes back after it. */
function Private({ children }: { children: ReactNode }) {
  const { me } = usePortal()
  const [path] = useLocation()
  const search = useSearch()
  if (!me.user) return <Redirect to={loginPath(search ? `${path}?${search}` : path)} replace />
  // A page belongs to one payer record: another one starts it afresh.
  return <Shell key={String(me.user.id)}>{children}</Shell>
}

/** Somebody who is already logged in needs no login page. */
function LoginOrHome() {
  const { me } = usePortal()
  const search = useSearch()
  return me.user ? <Redirect to={returnPath(search)} replace /> : <LoginPage />
}

function PrivateRoutes() {
  return (
    <Private>
      <Switch>
        <Route path="/">
          <HomePage />
        </Route>
        <Route path="/invoices/:id">{({ id }) => <InvoicePage key={id} id={id} />}</Route>
        <Route path="/pay">
          <PayPage />
        </Route>
        <Route path="/payments">
          <HistoryPage />
        </Route>
        <Route path="/payments/:id">{({ id }) => <TransactionPage key={id} id={id} />}</Route>
        <Route path="/payment-methods">
          <MethodsPage />
        </Route>
        <Route path="/profile">
          <ProfilePage />
        </Route>
        <Route path="/people">
          <PeoplePage />
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Private>
  )
}

/** Every address of the portal; in staff's view of a payer under its banner. */
export function Routes() {
  const { me, view } = usePortal()
  useRouteFocus()
  if (view !== null && !me.user) return <ViewEnded />
  return (
    <>
      <ViewBanner />
      <AllRoutes />
    </>
  )
}

function AllRoutes() {
  return (
    <Switch>
      <Route path="/login">
        <LoginOrHome />
      </Route>
      <Route path="/forgot-password">
        <ForgotPasswordPage />
      </Route>
      <Route path="/reset-password">
        <ResetPasswordPage />
      </Route>
      <Route path="/accept-invite">
        <AcceptInvitePage />
      </Route>
      <Route path="/confirm-email">
        <ConfirmEmailPage />
      </Route>
      <Route path="/undo-email">
        <UndoEmailPage />
      </Route>
      <Route>
        <PrivateRoutes />
      </Route>
    </Switch>
  )
}
