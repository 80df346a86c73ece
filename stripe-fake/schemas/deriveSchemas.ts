import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { type Schema, SchemaConverter } from './SchemaConverter.ts'

export type { Schema }
export type Schemas = {
  requests: Record<string, Schema>
  answers: Record<string, Schema>
  $defs: Record<string, Schema>
}

const OPEN_ENUM = 'export type OtherString = string & Record<never, never>;'

/** The compiler's host, with the SDK's open enums (`| OtherString`) closed while its types are read. */
function closedEnumHost(options: ts.CompilerOptions): { host: ts.CompilerHost; closed: () => number } {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  let closed = 0
  host.getSourceFile = (file, languageVersion, ...rest) => {
    if (!file.includes('node_modules/stripe/') || !file.endsWith('.d.ts')) return read(file, languageVersion, ...rest)
    const text = readFileSync(file, 'utf8')
    if (text.includes(OPEN_ENUM)) closed += 1
    return ts.createSourceFile(file, text.replace(OPEN_ENUM, 'export type OtherString = never;'), languageVersion)
  }
  return { host, closed: () => closed }
}

/**
 * Reads the types of the installed `stripe` package (generated from Stripe's OpenAPI file) and writes
 * them as JSON Schemas. Takes seconds: call `loadSchemas`. Throws when the SDK's types have changed
 * so that they can no longer be read strictly.
 */
export function deriveSchemas(): Schemas {
  const roots = fileURLToPath(new URL('./schemaRoots.ts', import.meta.url))
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    noEmit: true,
  }
  const { host, closed } = closedEnumHost(options)
  const program = ts.createProgram([roots], options, host)
  const checker = program.getTypeChecker()
  const converter = new SchemaConverter(checker)
  const source = program.getSourceFile(roots)
  if (!source) throw new Error('The schema roots could not be read.')
  const of = (name: string): Record<string, Schema> => {
    const alias = source.statements.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === name)
    if (!alias) throw new Error(`The schema roots have no type ${name}.`)
    const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(alias))
    return Object.fromEntries(
      properties.map((property) => [property.name, converter.convert(checker.getTypeOfSymbol(property))]),
    )
  }
  const schemas = { requests: of('Requests'), answers: of('Answers'), $defs: converter.definitions }
  const all = { ...schemas.requests, ...schemas.answers }
  for (const [name, schema] of Object.entries(all)) {
    if (Object.keys(schema).length === 0) throw new Error(`The SDK has no type for ${name} any more.`)
  }
  if (closed() === 0) throw new Error('The SDK no longer marks open enums the way these schemas need.')
  return schemas
}
