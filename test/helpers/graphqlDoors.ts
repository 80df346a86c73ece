import { GRAPHQL_POST } from '@payloadcms/next/routes'
import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { SanitizedConfig } from 'payload'
import { SERVER_URL } from './host/hostConfig.ts'

type Headers = Record<string, string>

/** Asks the host's GraphQL door as Next serves it. */
export async function askGraphQL(
  config: SanitizedConfig,
  { query, headers = {} }: { query: string; headers?: Headers },
) {
  const request = new Request(`${SERVER_URL}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  const response = await GRAPHQL_POST(Promise.resolve(config))(request)
  const text = await response.text()
  return { status: response.status, text, data: text ? JSON.parse(text).data : null }
}

function literal(type: GraphQLInputType, id: number): string {
  if (isNonNullType(type)) return literal(type.ofType, id)
  if (isListType(type)) return `[${literal(type.ofType, id)}]`
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
    return `{ ${needed.map((field) => `${field.name}: ${literal(field.type, id)}`).join(', ')} }`
  }
  if (['Int', 'Float'].includes(type.name)) return String(id)
  if (type.name === 'Boolean') return 'true'
  if (type.name === 'EmailAddress') return '"evil@evil.test"'
  return type.name === 'DateTime' ? '"2026-01-01T00:00:00.000Z"' : `"${id}"`
}

/** Every field that is there, two levels down, without what needs arguments. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (!isObjectType(named) || depth > 2) return '{ __typename }'
  const fields = Object.values(named.getFields()).filter(
    ({ args, type: inner }) =>
      !args.some((arg) => isNonNullType(arg.type)) && (depth < 2 || isLeafType(getNamedType(inner))),
  )
  return `{ __typename ${fields.map((field) => `${field.name} ${selection(field.type, depth + 1)}`).join(' ')} }`
}

function asked(field: GraphQLField<unknown, unknown>, id: number): string {
  const needed = field.args.filter((arg) => isNonNullType(arg.type) || arg.name === 'id')
  const args = needed.map((arg) => `${arg.name}: ${literal(arg.type, id)}`).join(', ')
  return `${field.name}${args ? `(${args})` : ''} ${selection(field.type)}`
}

/** One operation for each query and mutation that the host's schema has, about the records number `id`. */
export async function everyGraphQLDoor(config: SanitizedConfig, id: number): Promise<string[]> {
  const { data } = await askGraphQL(config, { query: getIntrospectionQuery() })
  const schema = buildClientSchema(data)
  const fields = (type: ReturnType<typeof schema.getQueryType>) => Object.values(type?.getFields() ?? {})
  return [
    ...fields(schema.getQueryType()).map((field) => `query { ${asked(field, id)} }`),
    ...fields(schema.getMutationType()).map((field) => `mutation { ${asked(field, id)} }`),
  ]
}
