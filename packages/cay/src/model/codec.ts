import { createHash } from 'node:crypto'
import { CayError } from '../errors.ts'
import { packField, resolveFields, type Field, type Fields, type ValueOf } from './fields.ts'
import { assertJson, deepFreeze, type Json } from './json.ts'

/**
 * How a family's values travel. The first return of a value has been through its codec like every later one, so all
 * are the same: same types, same shape, frozen.
 */
export interface Codec<V> {
  /** Names the codec and its fields: entries of another fingerprint are another version of the app's, and not read. */
  readonly fingerprint: string
  /** @throws {CayError} CAY_VALUE_INVALID */
  readonly encode: (value: unknown) => string
  /** The value, frozen; undefined where the text can't be decoded, which is a miss and not an error. */
  readonly decode: (text: string) => V | undefined
}

/** A record travels as a JSON array of its fields' values, in their order; what is not a field is left behind. */
export function recordCodec<F extends Fields>(fields: F, family: string): Codec<ValueOf<F>> {
  const resolved = resolveFields(fields, family)
  const shape = shapeOf(resolved)
  return {
    fingerprint: fingerprint(`record 1 ${JSON.stringify(Object.entries(fields))}`),
    encode: (value) => {
      if (typeof value !== 'object' || value === null) {
        throw new CayError('CAY_VALUE_INVALID', `${family}: a row is a ${typeof value}, not an object.`, {
          family,
        })
      }
      const row = value as Readonly<Record<string, unknown>>
      return JSON.stringify(resolved.map((field) => packField(field, row[field.name], family)))
    },
    decode: (text) => unpackRecord(resolved, shape, parseJson(text)) as ValueOf<F> | undefined,
  }
}

/** @param shape an object with every field, in order: a copy of it has room for all of them at once */
function unpackRecord(fields: readonly Field[], shape: object, wire: unknown): object | undefined {
  if (!Array.isArray(wire) || wire.length !== fields.length) return undefined
  const record: Record<string, unknown> = { ...shape }
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as Field
    const part: unknown = wire[i]
    const value = part === null ? (field.isNullable ? null : undefined) : field.wire.unpack(part)
    if (value === undefined) return undefined
    if (field.type === 'bytes' && value !== null) defineBytes(record, field.name, value as Uint8Array)
    else record[field.name] = value
  }
  return Object.freeze(record)
}

/** Made by JSON.parse, which leaves all of its fields within the object, where adding them one by one would not. */
function shapeOf(fields: readonly Field[]): object {
  return JSON.parse(JSON.stringify(Object.fromEntries(fields.map(({ name }) => [name, null])))) as object
}

/** A typed array can't be frozen, so each access hands out a copy: no caller can change what the next one gets. */
function defineBytes(record: object, name: string, bytes: Uint8Array): void {
  Object.defineProperty(record, name, { enumerable: true, get: () => bytes.slice() })
}

/** For a query whose value is a list of rows: each travels as a record does, with its types. */
export function rows<F extends Fields>(fields: F): Codec<readonly ValueOf<F>[]> {
  const { fingerprint: ofRow, encode } = recordCodec(fields, 'rows')
  const resolved = resolveFields(fields, 'rows')
  const shape = shapeOf(resolved)
  return {
    fingerprint: fingerprint(`rows 1 ${ofRow}`),
    encode: (value) => `[${(value as readonly unknown[]).map(encode).join(',')}]`,
    decode: (text) => {
      const wires = parseJson(text)
      if (!Array.isArray(wires)) return undefined
      const values = wires.map((wire) => unpackRecord(resolved, shape, wire) as ValueOf<F> | undefined)
      return values.every((value) => value !== undefined) ? Object.freeze(values) : undefined
    },
  }
}

/** A query's or a store's value travels as JSON; what JSON would change is refused. */
export function jsonCodec<V>(family: string): Codec<V> {
  return {
    fingerprint: fingerprint('json 1'),
    encode: (value) => {
      assertJson(value, 'the value', family)
      return JSON.stringify(value)
    },
    decode: (text) => deepFreeze(parseJson(text)) as V | undefined,
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** 36 bits: a collision needs two codecs of one family, and then the field count or a type still gives it away. */
function fingerprint(description: string): string {
  return createHash('sha256').update(description).digest('base64url').slice(0, 6)
}
