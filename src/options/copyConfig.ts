const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** A copy down to the functions, which stay the same ones: whoever changes the copy changes nothing of ours. */
export function copyConfig<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyConfig) as Value
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyConfig(part)])) as Value
}
