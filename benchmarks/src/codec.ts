import { deserialize, serialize } from 'node:v8'
import { jsonCodec, recordCodec, type Codec } from '../../packages/cay/src/model/codec.ts'
import type { Result } from './result.ts'
import { nsOf } from './timing.ts'
import { medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userFields, userOf } from './user.ts'

const rounds = 5

/** Rows as a database driver gives them, and the same with ISO strings, as JSON leaves them. */
const rows = idsFrom(firstId, 64).map(rowOf)
const plain = idsFrom(firstId, 64).map(userOf)
const at = <T>(all: readonly T[], i: number): T => all[i & (all.length - 1)] as T

const byteLength = (text: string): number => Buffer.byteLength(text)

const floor = 'JSON'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  [floor]: () =>
    measure(
      plain,
      (user) => JSON.stringify(user),
      (text) => JSON.parse(text) as object,
      byteLength,
    ),
  'JSON of Dates, back to Dates': () => measure(rows, (row) => JSON.stringify(row), reviveDates, byteLength),
  'Cay record: array of the fields, checked, frozen': () => ofCodec(recordCodec(userFields, 'user'), rows),
  'Cay query: JSON, checked, frozen': () => ofCodec(jsonCodec<object>('user'), plain),
  'v8.serialize': () =>
    measure(
      rows,
      serialize,
      (bytes) => deserialize(bytes) as object,
      (bytes) => bytes.length,
    ),
}

/** Nanoseconds to write a 22-field user and to read it back, and the bytes between. */
export async function codec(): Promise<Result> {
  const samples = await takeTurns('codec', variants, { rounds })
  const base = medians(samples.get(floor))
  return {
    rows: [...samples].map(([variant, all]) => {
      const { bytes, encode_ns = NaN, decode_ns = NaN } = medians(all)
      const share = (encode_ns + decode_ns) / ((base['encode_ns'] ?? NaN) + (base['decode_ns'] ?? NaN))
      return {
        variant,
        bytes: rounded(bytes),
        encode_ns: rounded(encode_ns),
        decode_ns: rounded(decode_ns),
        both_of_floor: rounded(share, 2),
      }
    }),
  }
}

function ofCodec<V extends object>({ encode, decode }: Codec<V>, values: readonly object[]): Sample {
  return measure(values, encode, (text) => decode(text) ?? {}, byteLength)
}

function measure<T, W>(
  values: readonly T[],
  encode: (value: T) => W,
  decode: (wire: W) => object,
  bytesOf: (wire: W) => number,
): Sample {
  const wires = values.map(encode)
  return {
    bytes: bytesOf(at(wires, 0)),
    encode_ns: nsOf((i) => bytesLike(encode(at(values, i)))),
    decode_ns: nsOf((i) => ('id' in decode(at(wires, i)) ? 1 : NaN)),
  }
}

/** Something of what was encoded, cheaply. */
function bytesLike(wire: unknown): number {
  return (wire as { readonly length: number }).length
}

function reviveDates(text: string): object {
  const user = JSON.parse(text) as Record<'verified_at' | 'created_at' | 'updated_at', unknown>
  for (const name of ['verified_at', 'created_at', 'updated_at'] as const)
    user[name] = new Date(String(user[name]))
  return user
}
