import type { Endpoint, SanitizedConfig } from 'payload'
import { SLUGS } from '../../../src/base/slugs.ts'

const OURS = /^\/(?:portal|connect|postings|attention)(?:\/|$)/

/** Every route of the running host that is ours: the plugin's own, and all that its collections and settings have. */
export function routesOf({ endpoints, collections, globals }: SanitizedConfig): string[] {
  const slugs: readonly string[] = Object.values(SLUGS)
  const below = (root: string, slug: string, list: Endpoint[] | false | undefined) =>
    slugs.includes(slug)
      ? (list || []).map(({ method, path }) => `${method} ${root}/${slug}${path === '/' ? '' : path}`)
      : []
  const routes = [
    ...endpoints.filter(({ path }) => OURS.test(path)).map(({ method, path }) => `${method} ${path}`),
    ...collections.flatMap(({ slug, endpoints: list }) => below('', slug, list)),
    ...globals.flatMap(({ slug, endpoints: list }) => below('/globals', slug, list)),
  ]
  return [...new Set(routes)]
}
