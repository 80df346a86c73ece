import type { Field, Tab } from 'payload'
import { refuse } from './refuse.ts'

type Node = Field | Tab
type Named = {
  type?: string
  name?: string
  access?: Record<string, unknown>
  hooks?: Record<string, unknown[]>
  validate?: unknown
  localized?: boolean
  virtual?: unknown
}

function children(node: Node): Node[] {
  if ('tabs' in node) return node.tabs
  return 'fields' in node ? node.fields : []
}

/** Every field that holds data, by its path; what only arranges a form adds nothing to the path. */
function byPath(nodes: readonly Node[], above = ''): [string, Named][] {
  return nodes.flatMap((node) => {
    const name = 'name' in node ? node.name : undefined
    const path = name ? above + name : above
    const own: [string, Named][] = name && !('type' in node && node.type === 'ui') ? [[path, node as Named]] : []
    return [...own, ...byPath(children(node), name ? `${path}.` : above)]
  })
}

function softening(ours: Named, theirs: Named | undefined): string | null {
  if (!theirs) return 'must stay: the portal needs it'
  if (theirs.type !== ours.type) return `must stay of the type ${ours.type}`
  if (theirs.localized || Boolean(theirs.virtual) !== Boolean(ours.virtual))
    return 'must stay the column that it is: neither localized nor virtual'
  if (ours.validate && theirs.validate !== ours.validate) return 'must keep its `validate`'
  const rule = Object.entries(ours.access ?? {}).find(([name, own]) => theirs.access?.[name] !== own)
  if (rule) return `must keep our \`access.${rule[0]}\`: narrow by the access of the collection instead`
  const lost = Object.entries(ours.hooks ?? {}).find(([name, own]) =>
    own.some((hook) => !theirs.hooks?.[name]?.includes(hook)),
  )
  return lost ? `must keep our \`hooks.${lost[0]}\`: write yours behind them` : null
}

/** Refuses an override that took a field of ours away, or what guards it. Adding fields, labels and hooks is free. */
export function refuseSofterFields(at: string, { ours, theirs }: { ours: readonly Field[]; theirs: unknown }): void {
  if (!Array.isArray(theirs)) refuse(`${at}.fields`, 'must be a list: write [...defaultCollection.fields, { … }]')
  const given = new Map(byPath(theirs as Field[]))
  for (const [path, field] of byPath(ours)) {
    const problem = softening(field, given.get(path))
    if (problem) refuse(`${at}.fields`, `changes \`${path}\`, which ${problem}`)
  }
}
