import type { Payload } from 'payload'
import { setPassword } from '../../src/login/setPassword.ts'
import { DEMO_PASSWORD, type DemoPayer, demoPayers, OTHER_STAFF, STAFF_EMAIL } from './demoPayers.ts'

type Role = 'admin' | (typeof OTHER_STAFF)[number]['role']

async function seedPayer(
  payload: Payload,
  { email, firstName, lastName, businessName, associations }: DemoPayer,
): Promise<void> {
  const found = await payload.find({
    collection: 'payers',
    where: { email: { equals: email } },
    limit: 1,
    depth: 0,
    // system: the sample is made before anybody can log in
    overrideAccess: true,
  })
  const data = {
    email,
    firstName,
    lastName,
    ...(businessName ? { businessName } : {}),
    // One each: two payers with one number look like the same one.
    phone: `+1 212 555 010${email.match(/\d/)?.[0] ?? 0}`,
    address: '1 Harbor Street\nNew York, NY 10004',
  }
  // system: the sample is made before anybody can log in
  const payer = found.docs[0] ?? (await payload.create({ collection: 'payers', data, overrideAccess: true }))
  const { totalDocs } = await payload.count({
    collection: 'associations',
    where: { payer: { equals: payer.id } },
    // system: the sample is made before anybody can log in
    overrideAccess: true,
  })
  if (totalDocs === 0) {
    for (const association of associations) {
      await payload.create({
        collection: 'associations',
        data: { payer: Number(payer.id), effect: 'include', ...association },
        // system: the sample is made before anybody can log in
        overrideAccess: true,
      })
    }
  }
  await setPassword({ payload, payer: Number(payer.id), password: DEMO_PASSWORD })
}

async function seedStaff(payload: Payload, { email, role }: { email: string; role: Role }): Promise<void> {
  const { totalDocs } = await payload.count({
    collection: 'users',
    where: { email: { equals: email } },
    // system: the sample is made before anybody can log in
    overrideAccess: true,
  })
  if (totalDocs > 0) return
  await payload.create({
    collection: 'users',
    data: { email, password: DEMO_PASSWORD, roles: [role] },
    // system: the first members of staff cannot be made by one
    overrideAccess: true,
  })
}

/**
 * Makes the staff, the payers, their logins and associations, once: what somebody changed
 * later in the demo stays. Answers whether it did. A seed that was interrupted is completed.
 */
export async function seedDemo(payload: Payload): Promise<boolean> {
  const staff = await payload.count({
    collection: 'users',
    where: { email: { equals: STAFF_EMAIL } },
    // system: whether the sample is complete is asked before anybody can log in
    overrideAccess: true,
  })
  if (staff.totalDocs > 0) return false
  for (const payer of demoPayers()) await seedPayer(payload, payer)
  for (const staff of OTHER_STAFF) await seedStaff(payload, staff)
  // The administrator comes last: only then is the sample complete.
  await seedStaff(payload, { email: STAFF_EMAIL, role: 'admin' })
  return true
}
