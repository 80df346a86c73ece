import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { invalid, type StripeFault } from '../api/StripeFault.ts'
import type { Schema, Schemas } from './deriveSchemas.ts'
import type { Answers, Requests } from './schemaRoots.ts'

/** Holds requests and answers against the schemas that were derived from the SDK's types. */
export class Judge {
  /** What the stand-in itself did wrong. A test asserts that it is empty. */
  readonly violations: string[] = []
  private readonly coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: true })
  private readonly exact = new Ajv({ strict: false, allErrors: true })
  private readonly compiled = new Map<string, ValidateFunction>()

  constructor(private readonly schemas: Schemas) {
    const shared = { $id: 'sdk', $defs: schemas.$defs }
    this.coercing.addSchema(shared)
    this.exact.addSchema(shared)
  }

  /** Refuses what the SDK's types do not allow. Texts become numbers and booleans where the type says so. */
  checkRequest(name: keyof Requests, params: object): void {
    const validate = this.validator(`request ${name}`, this.coercing, this.schemas.requests[name])
    if (!validate(params)) throw requestFault(validate.errors ?? [])
  }

  /** Throws, and remembers, when an object of ours is not what the SDK's types promise. */
  checkAnswer(name: keyof Answers, answer: object, where: string): void {
    const validate = this.validator(`answer ${name}`, this.exact, this.schemas.answers[name])
    if (validate(answer)) return
    const problem = `${where}: ${name} ${(validate.errors ?? []).slice(0, 4).map(described).join('; ')}`
    this.violations.push(problem)
    throw new Error(problem)
  }

  private validator(key: string, ajv: Ajv, schema: Schema | undefined): ValidateFunction {
    const known = this.compiled.get(key)
    if (known) return known
    if (!schema) throw new Error(`There is no schema for ${key}.`)
    const made = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"sdk#/$defs/')) as Schema)
    this.compiled.set(key, made)
    return made
  }
}

function described(error: ErrorObject): string {
  return `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`
}

/** `/payment_method_options/card` → `payment_method_options[card]`, as Stripe names a parameter. */
function paramName(path: string, last?: string): string {
  const [first, ...rest] = [...path.split('/').filter(Boolean), ...(last ? [last] : [])]
  return `${first ?? ''}${rest.map((part) => `[${part}]`).join('')}`
}

function requestFault(errors: ErrorObject[]): StripeFault {
  const unknown = errors.find((error) => error.keyword === 'additionalProperties')
  if (unknown) {
    const param = paramName(unknown.instancePath, String(unknown.params.additionalProperty))
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const absent = errors.find((error) => error.keyword === 'required')
  if (absent) {
    const param = paramName(absent.instancePath, String(absent.params.missingProperty))
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const [first] = errors
  const param = paramName(first?.instancePath ?? '')
  return invalid(`Invalid ${param}: ${first?.message ?? 'not allowed'}`, { code: 'parameter_invalid', param })
}
