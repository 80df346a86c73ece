const LIMIT = 8
const FIELDS = ['name', 'email', 'businessName'] as const

/** The query for payers whose name, email or business has this text, without the archived ones and `except`. */
export function searchQuery({ text, except }: { text: string; except: number }): string {
  const query = new URLSearchParams({ depth: '0', limit: String(LIMIT), sort: 'name' })
  FIELDS.forEach((field, at) => {
    query.set(`where[and][0][or][${at}][${field}][contains]`, text)
  })
  query.set('where[and][1][archivedAt][exists]', 'false')
  query.set('where[and][2][id][not_equals]', String(except))
  return query.toString()
}
