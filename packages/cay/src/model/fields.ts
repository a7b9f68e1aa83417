import { CayError } from '../errors.ts'
import { isoText } from './instant.ts'
import { assertJson, deepFreeze, type Json } from './json.ts'

/**
 * The types a field can have. `int` is a safe integer; `float` any finite number; `instant` goes in as a Date, an
 * ISO 8601 string or milliseconds and comes back as an ISO string in UTC; `json` is anything JSON carries unchanged.
 */
export type FieldType = 'int' | 'float' | 'text' | 'bool' | 'instant' | 'json' | 'bigint' | 'bytes'
/** A field's type; a trailing `?` allows null. */
export type FieldSpec = FieldType | `${FieldType}?`
/** A record's list of fields: what may be stored, how, and as what type it returns. */
export type Fields = Readonly<Record<string, FieldSpec>>

interface InputTypes {
  int: number
  float: number
  text: string
  bool: boolean
  instant: Date | string | number
  json: Json
  bigint: bigint
  bytes: Uint8Array
}
interface OutputTypes extends Omit<InputTypes, 'instant'> {
  instant: string
}
type Of<Table, S extends FieldSpec> = S extends `${infer T extends FieldType}?`
  ? Table[T & keyof Table] | null
  : Table[S & keyof Table]

/** What a loader may give for these fields. Further properties of a row are ignored: they can't reach a cache. */
export type RowOf<F extends Fields> = { readonly [K in keyof F]: Of<InputTypes, F[K]> }
/** What a read returns for these fields. */
export type ValueOf<F extends Fields> = { readonly [K in keyof F]: Of<OutputTypes, F[K]> }

/** How one type travels: what JSON holds for it (undefined: it does not fit), and what comes back. */
interface Wire {
  readonly pack: (value: unknown) => Json | undefined
  readonly unpack: (wire: unknown) => unknown
}

const as = (type: 'string' | 'boolean'): Wire => ({
  pack: (value) => (typeof value === type ? (value as Json) : undefined),
  unpack: (wire) => (typeof wire === type ? wire : undefined),
})
const numberThat = (fits: (value: unknown) => boolean): Wire => ({
  pack: (value) => (fits(value) ? (value as number) : undefined),
  unpack: (wire) => (fits(wire) ? wire : undefined),
})
/** The range of a Date: 8.64e15 milliseconds either side of 1970 (ECMA-262, 21.4.1.1). */
const maxInstantMs = 8.64e15

const wires: Readonly<Record<FieldType, Wire>> = {
  int: numberThat(Number.isSafeInteger),
  float: numberThat(Number.isFinite),
  text: as('string'),
  bool: as('boolean'),
  instant: {
    pack: (value) => {
      const ms = instantMs(value)
      return Number.isInteger(ms) && Math.abs(ms) <= maxInstantMs ? ms : undefined
    },
    unpack: (wire) =>
      typeof wire === 'number' && Math.abs(wire) <= maxInstantMs ? isoText(wire) : undefined,
  },
  json: { pack: (value) => value as Json, unpack: deepFreeze },
  bigint: {
    pack: (value) => (typeof value === 'bigint' ? String(value) : undefined),
    unpack: (wire) => (typeof wire === 'string' && /^-?\d+$/.test(wire) ? BigInt(wire) : undefined),
  },
  bytes: {
    pack: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : undefined),
    unpack: (wire) => (typeof wire === 'string' ? new Uint8Array(Buffer.from(wire, 'base64')) : undefined),
  },
}

function instantMs(value: unknown): number {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime()
  return typeof value === 'string' ? isoMs(value) : NaN
}

/** Date.parse reads far more than ISO 8601, some of it in local time; only a full date with its zone is unambiguous. */
function isoMs(text: string): number {
  return /^[+-]?\d{4,6}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text)
    ? Date.parse(text)
    : NaN
}

/** One field, resolved: its name, its type and how that travels, and whether null is allowed. */
export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly isNullable: boolean
  readonly wire: Wire
}

/**
 * The fields in their fixed order.
 * @throws {CayError} CAY_OPTION_INVALID for a type that does not exist
 */
export function resolveFields(fields: Fields, family: string): readonly Field[] {
  return Object.entries(fields).map(([name, spec]) => {
    const isNullable = spec.endsWith('?')
    const type = (isNullable ? spec.slice(0, -1) : spec) as FieldType
    if (!Object.hasOwn(wires, type)) {
      const known = Object.keys(wires).join(', ')
      throw new CayError(
        'CAY_OPTION_INVALID',
        `${family}: field ${name} has no type ${JSON.stringify(spec)}. Known: ${known}, each with an optional "?".`,
        { family },
      )
    }
    return { name, type, isNullable, wire: wires[type] }
  })
}

/**
 * One field's value as JSON holds it.
 * @throws {CayError} CAY_VALUE_INVALID, naming family and field, never the value
 */
export function packField(field: Field, value: unknown, family: string): Json {
  if (value === null && field.isNullable) return null
  if (field.type === 'json' && value !== undefined && value !== null) {
    assertJson(value, field.name, family)
    return value
  }
  const packed = value === undefined || value === null ? undefined : field.wire.pack(value)
  if (packed !== undefined) return packed
  throw new CayError(
    'CAY_VALUE_INVALID',
    `${family}: field ${field.name} is ${kindOf(value)}, not ${article(field)}.${hint(field, value)}`,
    { family },
  )
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'object') return `a ${value.constructor.name}`
  return value === undefined ? 'missing' : `a ${typeof value}`
}

function article({ type, isNullable }: Field): string {
  return `of type ${type}${isNullable ? ' or null' : ''}`
}

function hint(field: Field, value: unknown): string {
  if (value === undefined) return ' Does the loader select it?'
  if (value === null) return ` Write '${field.type}?' to allow null.`
  if (typeof value === 'string' && (field.type === 'int' || field.type === 'bigint')) {
    return ' Drivers return 64-bit integers as strings: parse them in the driver.'
  }
  return ''
}
