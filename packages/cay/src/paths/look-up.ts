import type { Codec } from '../model/codec.ts'
import { recordCodec } from '../model/codec.ts'
import type { FieldSpec } from '../model/fields.ts'
import type { ReadLevel } from '../model/policy.ts'
import { absentAliasTag } from '../model/tag.ts'
import { readMany } from './batch.ts'
import { createFamily, type Family, type FamilyKey, type FamilySetting, type Load } from './family.ts'
import { launch, read } from './read.ts'

/** Another unique key of a record: where its pointers are, and how to tell that a record carries it. */
export interface Alias<K extends FamilyKey, V> {
  readonly pointers: Family<string, K>
  readonly load: Load<string>
  /** The form under which the record is found by this alias now; null where it is not found by it. */
  readonly formOf: (record: V) => string | null
}

/** A record family with its loader. */
interface Records<K extends FamilyKey, V> {
  readonly family: Family<K, V>
  readonly load: Load<K>
}

/**
 * Alias → id → record, which must still carry the alias: a pointer is only a hint. So a stale one never finds another's
 * record, and a rename deletes nothing; where the two disagree, the origin decides.
 */
export async function lookUp<K extends FamilyKey, V>(
  records: Records<K, V>,
  alias: Alias<K, V>,
  form: string,
  level: ReadLevel,
): Promise<V | null> {
  const id = await read(alias.pointers, form, level, alias.load)
  if (id === null) return null
  const record = await read(records.family, id, level, records.load)
  return record !== null && alias.formOf(record) === form ? record : lookUpAtOrigin(records, alias, form)
}

/** The same for many: one pass for the pointers, one for the records, and the origin for those that disagree. */
export async function lookUpMany<K extends FamilyKey, V>(
  records: Records<K, V>,
  alias: Alias<K, V>,
  forms: readonly string[],
  level: ReadLevel,
): Promise<Map<string, V | null>> {
  const ids = await readMany(alias.pointers, forms, level, alias.load)
  const known = [...ids.values()].filter((id) => id !== null)
  const found = await readMany(records.family, known, level, records.load)
  const settle = async (form: string, id: K | null): Promise<[string, V | null]> => {
    if (id === null) return [form, null]
    const record = found.get(id) ?? null
    const isRight = record !== null && alias.formOf(record) === form
    return [form, isRight ? record : await lookUpAtOrigin(records, alias, form)]
  }
  return new Map(await Promise.all(Array.from(ids, ([form, id]) => settle(form, id))))
}

/**
 * The pointer anew from the origin, and its record, ever more surely, until the two agree: the alias may pass on while it is
 * being looked up.
 */
async function lookUpAtOrigin<K extends FamilyKey, V>(
  { family, load }: Records<K, V>,
  alias: Alias<K, V>,
  form: string,
): Promise<V | null> {
  for (const level of ['fresh', 'strong', 'strong'] as const) {
    const id = await launch(alias.pointers, form, 'nothing', alias.load)
    if (id === null) return null
    const record = await read(family, id, level, load)
    if (record !== null && alias.formOf(record) === form) return record
  }
  return null
}

/** The pointers of one alias. One that is found proves itself at its record; only absences depend on what is inserted. */
export function createPointers<K extends FamilyKey>(
  { record, alias, id }: { readonly record: string; readonly alias: string; readonly id: FieldSpec },
  setting: FamilySetting,
): Family<string, K> {
  const name = `${record}.${alias}`
  const tags = [absentAliasTag(record, alias)]
  const codec = pointerCodec<K>(id, name)
  const { keyspace } = setting.surroundings
  return createFamily(
    {
      name,
      codec,
      tables: tags,
      tagsOf: () => tags,
      entryKeyOf: (form) => keyspace.entryKey(`${name}:${setting.aliasHash(form)}`, '', codec.fingerprint),
      isSelfProving: true,
      showsKeys: false,
    },
    setting,
  )
}

function pointerCodec<K>(id: FieldSpec, name: string): Codec<K> {
  const { fingerprint, encode, decode } = recordCodec({ id }, name)
  return {
    fingerprint,
    encode: (value) => encode({ id: value }),
    decode: (text) => decode(text)?.id as K | undefined,
  }
}
