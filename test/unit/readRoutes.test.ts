import type { AuthStrategy, Endpoint, Payload } from 'payload'
import { readEndpoint } from '../../src/endpoints/request/readEndpoint.ts'
import { payerSession } from '../../src/login/payerSession.ts'
import { readRoutes } from '../../src/server/readRoutes.ts'

const read = async () => ({})
const OURS = ['/portal/invoices', '/portal/invoices/:id'].map((path) => readEndpoint({ path, read }))
const host = (path: string, method: Endpoint['method'] = 'get'): Endpoint => ({
  path,
  method,
  handler: () => new Response(),
})

const routesOf = (endpoints: Endpoint[], parts: { strategies?: AuthStrategy[]; collections?: object } = {}) => {
  const { strategies = [payerSession], collections = { payers: {} } } = parts
  const config = { routes: { api: '/api' }, endpoints }
  return [...readRoutes({ authStrategies: strategies, collections, config } as unknown as Payload).keys()]
}

const LIST = '/api/portal/invoices'
const ONE = '/api/portal/invoices/:id'

describe('the routes that are read directly', () => {
  it.each<[string, Endpoint[], string[]]>([
    ['nothing in the way', [host('/hello'), host('/portal/settings'), host('/portal/invoices/:id/pdf')], [LIST, ONE]],
    ['the same path, written otherwise', [host('/Portal/invoices')], [ONE]],
    ['the same path, for writes', [host('/portal/invoices', 'post')], [LIST, ONE]],
    ['one of the host\u2019s names below', [host('/portal/invoices/export')], [LIST]],
    ['a name in place of a folder', [host('/:area/invoices')], [ONE]],
    ['a pattern', [host('/portal/*rest')], []],
    ['a pattern of another folder', [host('/other/*rest')], [LIST, ONE]],
    ['an optional part', [host('/portal/invoices/:id?')], []],
    ['a group', [host('/(portal|other)/invoices')], []],
  ])('%s', (_name, earlier, expected) => {
    expect(routesOf([...earlier, ...OURS])).toEqual(expected)
    // What stands behind is asked later, as Payload does.
    expect(routesOf([...OURS, ...earlier])).toEqual([LIST, ONE])
  })

  it('are none where another strategy is asked first, or a collection has the name', () => {
    const other: AuthStrategy = { name: 'other', authenticate: async () => ({ user: null }) }
    expect(routesOf(OURS, { strategies: [other, payerSession] })).toEqual([])
    expect(routesOf(OURS, { strategies: [payerSession, other] })).toEqual([LIST, ONE])
    expect(routesOf(OURS, { collections: { portal: {} } })).toEqual([])
  })
})
