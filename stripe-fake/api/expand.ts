import type { Store } from '../state/Store.ts'
import { invalid, type StripeFault } from './StripeFault.ts'

type Node = Record<string, unknown>

function notExpandable(path: readonly string[]): StripeFault {
  return invalid(`This property cannot be expanded (${path.join('.')}).`, { param: 'expand' })
}

function expandPath(store: Store, node: unknown, path: readonly string[]): void {
  const [field, ...rest] = path
  if (field === undefined || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) expandPath(store, item, path)
    return
  }
  const object = node as Node
  if (typeof node !== 'object' || !(field in object)) throw notExpandable(path)
  const value = object[field]
  if (typeof value === 'string') {
    const found = store.find(value)
    if (!found) throw notExpandable(path)
    object[field] = structuredClone(found)
  }
  expandPath(store, object[field], rest)
}

/** A copy of `answer` in which the ids at `paths` are replaced by what they name. */
export function expand(store: Store, answer: object, paths: readonly string[] = []): object {
  const copy = structuredClone(answer)
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.length > 4) throw invalid('You may expand up to 4 levels of a property.', { param: 'expand' })
    expandPath(store, copy, parts)
  }
  return copy
}
