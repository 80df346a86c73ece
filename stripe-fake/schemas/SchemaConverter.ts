import ts from 'typescript'

export type Schema = Record<string, unknown>

/** Resources that are written out. Any other one is cut to its id, which ends the cycles of expandable fields. */
const KEPT = new Set(
  `Account ApiList BalanceTransaction Charge ConfirmationToken Customer DeletedCustomer Dispute EventBase
   Mandate PaymentIntent PaymentMethod Refund SetupAttempt SetupIntent`.split(/\s+/),
)
/** Interfaces without a field that stand for "any object". */
const OPEN = new Set(['Object', 'PreviousAttributes'])

/** Turns TypeScript types into JSON Schema, strictly: closed enums, no unknown property. */
export class SchemaConverter {
  readonly definitions: Record<string, Schema> = {}
  private readonly names = new Map<ts.Type, string>()

  constructor(private readonly checker: ts.TypeChecker) {}

  /** The schema of `type`; named object types go to `definitions` and are referred to. */
  convert(type: ts.Type): Schema {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {}
    if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)) return { not: {} }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    const simple = this.simple(type)
    if (simple) return simple
    if (type.isUnion()) return this.union(type)
    if (this.checker.isArrayType(type)) return this.array(type)
    return this.object(type)
  }

  private simple(type: ts.Type): Schema | null {
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' }
    if (type.flags & ts.TypeFlags.String) return { type: 'string' }
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' }
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' }
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' }
    return null
  }

  private array(type: ts.Type): Schema {
    const [item] = this.checker.getTypeArguments(type as ts.TypeReference)
    return { type: 'array', items: item ? this.convert(item) : {} }
  }

  private union(type: ts.UnionType): Schema {
    const parts = type.types.filter((part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)))
    const literals = parts.filter((part) => part.isStringLiteral() || part.isNumberLiteral())
    const booleans = parts.filter((part) => part.flags & ts.TypeFlags.BooleanLiteral)
    const set = new Set<ts.Type>([...literals, ...booleans])
    const others = parts.filter((part) => !set.has(part))
    const hasString = others.some((part) => part.flags & ts.TypeFlags.String)
    const schemas: Schema[] = []
    if (literals.length > 0) schemas.push({ enum: literals.map((part) => part.value) })
    if (booleans.length === 2) schemas.push({ type: 'boolean' })
    else schemas.push(...booleans.map((part) => this.convert(part)))
    for (const part of others) if (!(hasString && this.isCut(part))) schemas.push(this.convert(part))
    const [only] = schemas
    if (!only) return { not: {} }
    return schemas.length === 1 ? only : { anyOf: schemas }
  }

  private isCut(type: ts.Type): boolean {
    const object = type.getProperty('object')
    if (!object || !type.getProperty('id')) return false
    return this.checker.getTypeOfSymbol(object).isStringLiteral() && !KEPT.has(type.symbol?.name ?? '')
  }

  private object(type: ts.Type): Schema {
    if (type.symbol?.name === 'Decimal') return { type: 'string' }
    if (type.getCallSignatures().length > 0) return {}
    const properties = this.checker.getPropertiesOfType(type)
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String)
    if (properties.length === 0 && index) return { type: 'object', additionalProperties: this.convert(index.type) }
    if (this.isCut(type) || (properties.length === 0 && OPEN.has(type.symbol?.name ?? ''))) return { type: 'object' }
    const known = this.names.get(type)
    if (known) return { $ref: `#/$defs/${known}` }
    return this.define(type, properties, index)
  }

  private define(type: ts.Type, properties: ts.Symbol[], index: ts.IndexInfo | undefined): Schema {
    const name = this.freeName(type)
    this.names.set(type, name)
    const schemas: Record<string, Schema> = {}
    const required: string[] = []
    this.definitions[name] = { type: 'object', properties: schemas, required, additionalProperties: false }
    for (const property of properties) {
      const of = this.checker.getTypeOfSymbol(property)
      if (of.getCallSignatures().length > 0) continue
      schemas[property.name] = this.convert(of)
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name)
    }
    if (index) Object.assign(this.definitions[name], { additionalProperties: this.convert(index.type) })
    return { $ref: `#/$defs/${name}` }
  }

  private freeName(type: ts.Type): string {
    const full = type.symbol ? this.checker.getFullyQualifiedName(type.symbol) : 'anonymous'
    const base = full.replace(/^".*"\./, '').replace(/[^\w.]/g, '_')
    let name = base
    for (let at = 2; this.definitions[name]; at++) name = `${base}_${at}`
    return name
  }
}
