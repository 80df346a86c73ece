import { auditStaff, staffRoles } from 'payload-plugin-payer-portal'
import { AUDIT_KINDS, type AuditKind } from '../../src/audit/auditKinds.ts'
import { type AuditDoors, type AuditRow, AuditWorld, DEVICE, type ExpectedRow } from '../helpers/audit/AuditWorld.ts'
import { loginDoors } from '../helpers/audit/loginDoors.ts'
import { moneyDoors } from '../helpers/audit/moneyDoors.ts'
import { recordDoors } from '../helpers/audit/recordDoors.ts'
import { loginStaffOf, usersWithRoles } from '../helpers/loginStaffOf.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost } from '../helpers/paymentHost.ts'

const DOORS: AuditDoors = { ...recordDoors, ...loginDoors, ...moneyDoors }
const CASES = Object.entries(DOORS).flatMap(([kind, doors]) =>
  Object.entries(doors).map(([door, act]) => ({ kind: kind as AuditKind, door, act })),
)

let world: AuditWorld

beforeAll(async () => {
  const users = { ...usersWithRoles, hooks: auditStaff() }
  const host = await bootPaymentHost({
    config: { collections: [users] },
    portal: { staffMay: staffRoles(), secondFactor: 'offered', sources: [memoryBooks('audited')] },
  })
  world = new AuditWorld(host, await loginStaffOf(host, { roles: ['admin'] }))
})
afterAll(() => world.host.close())
beforeEach(() => world.mark())

function actorOf({ by, byId, byName, data }: AuditRow): unknown {
  if (by === 'users' && byId === String(world.staff.id) && byName === world.staff.email) return 'staff'
  if (by === 'payers' && byName === null) return { payer: Number(byId), person: data.byPerson }
  return byId === null && byName === null ? (by ?? 'nobody') : { by, byId, byName }
}

function check(row: AuditRow | undefined, { actor, payer, data = {} }: ExpectedRow): void {
  expect(row && { actor: actorOf(row), payer: row.payer, data: row.data }).toMatchObject({ actor, payer, data })
  expect(Math.abs(row?.age ?? Number.NaN)).toBeLessThan(60)
}

describe('the audit log', () => {
  it('O-09 has a door in this table for every kind that there is, and no kind that there is not', () => {
    expect(Object.keys(DOORS).sort()).toEqual(Object.keys(AUDIT_KINDS).sort())
  })

  it.each(CASES)('O-09 $kind by $door leaves exactly one row: who, whom, what', async ({ kind, act }) => {
    const expected = [await act(world)].flat()
    const rows = await world.rows()
    const kinds = [...expected.map(() => kind), ...(expected[0]?.also ?? [])]
    expect(rows.map(({ action }) => action).sort()).toEqual(kinds.sort())
    const own = rows.filter(({ action }) => action === kind)
    expected.forEach((one, at) => {
      check(own.find(({ payer }) => payer === one.payer) ?? own[at], one)
    })
    // Nobody who works over the web is without a device.
    if (expected[0]?.actor === 'staff') for (const row of own) expect(row.device).toBe(DEVICE)
    expect(JSON.stringify(rows)).not.toMatch(/portal-2026!|\$argon2|seed/)
  })
})
