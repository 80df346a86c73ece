import type { CollectionConfig } from 'payload'
import { auditStaff } from 'payload-plugin-payer-portal'
import { isAdmin, isStaffMember } from './isAdmin.ts'
import { keepAdminOnDelete, keepOneAdmin } from './keepOneAdmin.ts'

const ownOrAdmin: NonNullable<CollectionConfig['access']>['update'] = (args) =>
  isAdmin(args) || (isStaffMember(args) && args.req.user ? { id: { equals: args.req.user.id } } : false)

const audited = auditStaff({ fields: ['roles'] })

/** The firm's staff. Administrators keep them and their roles; everybody keeps an own email and password. */
export const createUsersCollection = ({ isSecure }: { isSecure: boolean }): CollectionConfig => ({
  slug: 'users',
  auth: { cookies: { secure: isSecure, sameSite: 'Lax' } },
  admin: { useAsTitle: 'email', defaultColumns: ['email', 'roles'] },
  access: { create: isAdmin, read: isStaffMember, update: ownOrAdmin, delete: isAdmin, unlock: isAdmin },
  hooks: {
    beforeChange: [keepOneAdmin, ...audited.beforeChange],
    afterChange: audited.afterChange,
    beforeDelete: [keepAdminOnDelete, ...audited.beforeDelete],
  },
  fields: [
    {
      name: 'roles',
      type: 'select',
      hasMany: true,
      required: true,
      defaultValue: ['readonly'],
      options: [
        { label: 'Administrator: everything', value: 'admin' },
        { label: 'Manager: payers, logins, associations, payments', value: 'manager' },
        { label: 'Collector: takes payments', value: 'collector' },
        { label: 'Read only', value: 'readonly' },
      ],
      access: { create: isAdmin, update: isAdmin },
      // The form for the very first member of staff offers no role: that one becomes administrator.
      admin: { condition: (_data, _siblings, { user }) => Boolean(user) },
    },
  ],
})
