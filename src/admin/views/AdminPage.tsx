import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps } from 'payload'
import { formatAdminURL } from 'payload/shared'
import type { ReactNode } from 'react'
import { isStaff } from '../../../access/rules/isStaff.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { PageTitle } from './PageTitle.tsx'

type Props = { view: AdminViewServerProps; path: `/${string}`; title: string; children: ReactNode }

/** A page of ours in the admin panel, with its navigation, for staff: anybody else is sent to the login. */
export function AdminPage({ view, path, title, children }: Props) {
  const { req, locale, permissions, visibleEntities } = view.initPageResult
  const { admin, routes } = req.payload.config
  if (!isStaff(req)) {
    const back = encodeURIComponent(formatAdminURL({ adminRoute: routes.admin, path }))
    redirect(`${formatAdminURL({ adminRoute: routes.admin, path: admin.routes.login })}?redirect=${back}`)
  }
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={view.params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={view.searchParams}
      user={req.user ?? undefined}
      visibleEntities={visibleEntities}
    >
      <Gutter className="ppa-page">
        <AdminStyles />
        <PageTitle title={title} />
        <div className="ppa-tab">{children}</div>
      </Gutter>
    </DefaultTemplate>
  )
}
