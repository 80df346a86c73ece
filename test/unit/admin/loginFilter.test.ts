import { LOGIN_FILTERS, readLoginFilter, withLoginFilter } from '../../../src/admin/payers/loginFilter.ts'

describe('the login filter of the list of payers', () => {
  it.each(LOGIN_FILTERS.map(({ value }) => value))('reads back that it asks for %s', (name) => {
    expect(readLoginFilter(withLoginFilter(undefined, name))).toBe(name)
    const other = { or: [{ and: [{ name: { like: 'Ann' } }] }] }
    const both = withLoginFilter(withLoginFilter(other, 'failed'), name)
    expect(readLoginFilter(both)).toBe(name)
    expect(JSON.stringify(both)).toContain('Ann')
  })

  it('stands in the form that the panel’s own filters read', () => {
    expect(withLoginFilter({ name: { like: 'Ann' } }, 'off')).toEqual({
      or: [{ and: [{ name: { like: 'Ann' } }, { 'invite.status': { equals: 'none' } }] }],
    })
    expect(withLoginFilter({ and: [{ name: { like: 'Ann' } }] }, 'all')).toEqual({
      or: [{ and: [{ name: { like: 'Ann' } }] }],
    })
    expect(withLoginFilter({ or: [{ and: [{ 'invite.status': { equals: 'none' } }] }] }, 'all')).toEqual({})
  })

  it('does not claim what it cannot show: alternatives, two states at once, another operator', () => {
    const none = { 'invite.status': { equals: 'none' } }
    expect(readLoginFilter({ or: [{ and: [none] }, { and: [{ name: { like: 'Ann' } }] }] })).toBeNull()
    expect(readLoginFilter({ or: [{ and: [none, { mailProblem: { exists: 'true' } }] }] })).toBeNull()
    expect(readLoginFilter({ 'invite.status': { in: ['sent'] } })).toBeNull()
    expect(readLoginFilter({ name: { like: 'Ann' } })).toBe('all')
    expect(readLoginFilter({})).toBe('all')
  })
})
