import fs from 'node:fs'
import path from 'node:path'
import type { Config, Endpoint } from 'payload'
import { payerPortal } from 'payload-plugin-payer-portal'
import { config, options } from './bootCheckTable.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const DOCUMENTS = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
)
const read = (name: string): string => fs.readFileSync(path.join(ROOT, name), 'utf8')

/** `[document, what was found]` for every match of a pattern's first group. */
const found = (pattern: RegExp): [string, string][] =>
  DOCUMENTS.flatMap((name) =>
    [...read(name).matchAll(pattern)].map((match): [string, string] => [name, match[1] ?? '']),
  )

function routesOf({ endpoints, collections = [] }: Config): Set<string> {
  const shape = (endpoint: Endpoint, below = '') =>
    `${endpoint.method.toUpperCase()} /api${below}${endpoint.path}`.replaceAll(/:\w+/g, ':x').replace(/\/$/, '')
  const ofPayload = (slug: string) =>
    ['GET', 'POST', 'GET :x', 'PATCH :x', 'DELETE :x'].map((each) => {
      const [method, id] = each.split(' ')
      return `${method} /api/${slug}${id ? `/${id}` : ''}`
    })
  return new Set([
    ...(endpoints ?? []).map((endpoint) => shape(endpoint)),
    ...collections.flatMap(({ slug, endpoints: own }) => [
      ...(own || []).map((endpoint) => shape(endpoint, `/${slug}`)),
      ...ofPayload(slug),
    ]),
  ])
}

describe('the documents', () => {
  it('name no route that is not there', () => {
    const routes = routesOf(payerPortal(options)(config) as Config)
    const named = found(/\b((?:GET|POST|PATCH|DELETE) \/api\/[\w:/.-]+)/g).filter(
      ([, route]) => !/\/api\/(?:users|connect\/notify)\//.test(route),
    )
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter(([, route]) => !routes.has(route.replaceAll(/:\w+/g, ':x')))).toEqual([])
  })

  it('import what the package exports', () => {
    const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, { types: string } | string> }
    const imports = found(/import ((?:\{[^}]+\} from )?'payload-plugin-payer-portal[^']*')/g)
    expect(imports.length).toBeGreaterThan(10)
    for (const [name, text] of imports) {
      const place = `.${/portal(\/[^']*)?'/.exec(text)?.[1] ?? ''}`
      const target = exports[place]
      expect([name, place, target === undefined]).toEqual([name, place, false])
      if (typeof target !== 'object') continue
      const source = read(target.types.replace('./dist/', '').replace('.d.ts', '.ts'))
      for (const word of (/\{([^}]+)\}/.exec(text)?.[1] ?? '').split(',').map((each) => each.trim()))
        expect([name, word, new RegExp(`\\b${word}\\b`).test(source)]).toEqual([name, word, true])
    }
  })

  it('lead to files that are there', () => {
    const links = found(/\]\((?!https?:)([^)#]+)/g)
    expect(links.length).toBeGreaterThan(40)
    expect(links.filter(([name, file]) => !fs.existsSync(path.join(ROOT, path.dirname(name), file)))).toEqual([])
  })
})
