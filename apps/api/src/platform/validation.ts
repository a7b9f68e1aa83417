import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type ErrorDetail, validationFailed } from './errors.ts'

/** The parts of a JSON schema that conversion and messages look at. */
interface SchemaPart {
  readonly type?: unknown
  readonly description?: unknown
  readonly properties?: Readonly<Record<string, SchemaPart>>
  readonly items?: SchemaPart
}

/** What TypeBox says about one thing that does not fit. */
interface Problem {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/**
 * Makes Fastify's validator of one part of a request. A body must have the types of its schema; path and query
 * parameters are texts, and become numbers and booleans where the schema has those.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  const isText = httpPart === 'params' || httpPart === 'querystring'
  return (given: unknown) => {
    const value = isText ? converted(schema, given) : given
    if (!validator.Check(value)) {
      return { error: validationFailed(inDetail(schema, httpPart, validator.Errors(value))) }
    }
    const unstorable = firstUnstorable(value, '')
    if (unstorable === undefined) return { value }
    const problem = 'holds a character that is not text (NUL, or half of a surrogate pair)'
    return { error: validationFailed([{ field: fieldName(unstorable), problem }]) }
  }
}

/** Only what is written as a whole number becomes one: not "", not "1e3", not "0x10". */
function converted(schema: SchemaPart, given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  return Object.fromEntries(
    Object.entries(given).map(([name, value]: [string, unknown]) => [
      name,
      convertedText(schema.properties?.[name]?.type, value),
    ]),
  )
}

function convertedText(type: unknown, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (type === 'integer' && /^-?\d{1,20}$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

/**
 * The path to the first string that PostgreSQL refuses (NUL) or would change (half of a surrogate pair). Called with
 * what fits its schema, so no deeper than that.
 */
function firstUnstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = firstUnstorable(part, `${path}/${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

const wholes: Readonly<Record<string, string>> = {
  body: 'the body',
  params: 'the path',
  querystring: 'the query',
}

function inDetail(schema: SchemaPart, part = 'body', problems: readonly Problem[]): readonly ErrorDetail[] {
  const whole = wholes[part] ?? part
  return problems.flatMap((problem) => {
    const field = problem.instancePath === '' ? whole : fieldName(problem.instancePath)
    switch (problem.keyword) {
      case 'required':
        return names(problem, 'requiredProperties').map((name) => ({ field: name, problem: 'is required' }))
      case 'additionalProperties':
        return names(problem, 'additionalProperties').map((name) => ({
          field: shortened(name),
          problem: 'is not known here',
        }))
      // Says of an unknown property, once more, that the schema of such is `false`.
      case 'boolean':
        return []
      default:
        return [{ field, problem: inWords(problem, partAt(schema, problem.schemaPath)) }]
    }
  })
}

const longestNameShown = 60

function shortened(name: string): string {
  return name.length <= longestNameShown ? name : `${name.slice(0, longestNameShown)}…`
}

function inWords({ keyword, params, message }: Problem, schema: SchemaPart | undefined): string {
  const limit = 'limit' in params ? String(params.limit) : ''
  switch (keyword) {
    case 'type':
      return `must be ${typeInWords('type' in params ? params.type : undefined)}`
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`
    case 'maxLength':
      return `must have at most ${limit} characters`
    case 'minimum':
      return `must be at least ${limit}`
    case 'maximum':
      return `must be at most ${limit}`
    case 'maxItems':
      return `must have at most ${limit} items`
    case 'minProperties':
      return 'must hold at least one field'
    case 'enum':
      return `must be one of ${names({ params }, 'allowedValues').join(', ')}`
    case 'pattern':
      return typeof schema?.description === 'string' ? `must be ${schema.description}` : message
    default:
      return message
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  null: 'null',
}

function typeInWords(type: unknown): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  return types.map((name) => typeNames[String(name)] ?? String(name)).join(' or ')
}

function names({ params }: Pick<Problem, 'params'>, of: string): readonly string[] {
  const list: unknown = Object.entries(params).find(([name]) => name === of)?.[1]
  return Array.isArray(list) ? list.map(String) : []
}

/** `/skills/0` → `skills[0]`. */
function fieldName(instancePath: string): string {
  return instancePath
    .slice(1)
    .split('/')
    .map((step) => shortened(step.replaceAll('~1', '/').replaceAll('~0', '~')))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`))
}

/** The sub-schema that a path like `#/properties/email` leads to. */
function partAt(schema: SchemaPart, schemaPath: string): SchemaPart | undefined {
  let part: SchemaPart | undefined = schema
  const steps = schemaPath.split('/').slice(1)
  while (steps.length > 0 && part !== undefined) {
    const step = steps.shift()
    part = step === 'properties' ? part.properties?.[steps.shift() ?? ''] : part.items
  }
  return part
}
