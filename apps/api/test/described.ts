import type { Api } from './api.ts'

/** A JSON schema, as far as what does not fit it can be made of it. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
}

/** What the OpenAPI document says of an endpoint. */
export interface Operation {
  readonly parameters?: readonly {
    readonly in: string
    readonly name: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** Every endpoint, by path and method in lower case. */
export async function describedBy(api: Pick<Api, 'ask'>): Promise<Operations> {
  const { body } = await api.ask('GET', '/docs/json')
  return (body as { readonly paths: Operations }).paths
}

/** An old favourite. */
export const sql = "'; drop table users; --"

const byType: readonly (readonly [type: string, value: unknown])[] = [
  ['integer', 5],
  ['boolean', true],
  ['object', {}],
  ['array', ['a']],
  ['string', 'x'],
  ['null', null],
]

/** Values that a field of this schema may not have. */
export function badValues(schema: Schema): readonly unknown[] {
  const types = typesOf(schema)
  const bad: unknown[] = byType.filter(([type]) => !types.includes(type)).map(([, value]) => value)
  if (types.includes('string')) bad.push(...badTexts(schema))
  if (types.includes('integer')) bad.push(1.5, ...badNumbers(schema))
  if (types.includes('array')) bad.push(...badLists(schema))
  return bad
}

function typesOf({ type, enum: allowed }: Schema): readonly string[] {
  if (type === undefined) return allowed === undefined ? [] : ['string']
  return typeof type === 'string' ? [type] : type
}

function badTexts({ minLength = 0, maxLength, enum: allowed }: Schema): readonly string[] {
  return [
    '\0',
    'a\0b',
    '\ud800',
    'x'.repeat(200_000),
    ...(minLength > 0 ? [''] : []),
    ...(minLength > 1 ? ['x'.repeat(minLength - 1)] : []),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
    ...(allowed === undefined ? [] : ['', 'nope', sql]),
  ]
}

function badNumbers({ minimum, maximum }: Schema): readonly number[] {
  return [
    2 ** 53,
    -(2 ** 53),
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
  ]
}

function badLists({ maxItems, items = {} }: Schema): readonly (readonly unknown[])[] {
  const tooMany = maxItems === undefined ? [] : [Array<string>(maxItems + 1).fill('a')]
  return [...badValues(items).map((item) => [item]), ...tooMany]
}

/** What may not stand in a query or a path for it. */
export function badTextsFor(schema: Schema): readonly string[] {
  const types = typesOf(schema)
  if (types.includes('integer')) {
    const numbers = badNumbers(schema).map(String)
    return ['x', '1.5', '1e3', '0x10', ' 1', '99999999999999999999', 'true', '\0', sql, ...numbers]
  }
  if (types.includes('boolean')) return ['', 'yes', '1', 'TRUE', sql]
  // A pattern says more than can be guessed here; the tables name what breaks it.
  return badTexts(schema).filter((text) => text.length < 1_000 && text.isWellFormed())
}
