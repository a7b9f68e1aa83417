import { CayError } from './errors.ts'
import { recordCodec, type Codec } from './model/codec.ts'
import type { Fields, FieldSpec, RowOf, ValueOf } from './model/fields.ts'
import { entryKey } from './model/key.ts'
import type { PolicyOptions, ReadLevel } from './model/policy.ts'
import { absentAliasTag, recordTag, withTableTags } from './model/tag.ts'
import { readMany } from './paths/batch.ts'
import {
  createFamily,
  type Family,
  type FamilyKey,
  type FamilySetting,
  type Load,
  type LoadContext,
} from './paths/family.ts'
import { launch, read } from './paths/read.ts'
import type { InvalidateOutcome } from './shared/guard.ts'

/** The names of the fields of one type, or of a nullable one. */
type FieldNamed<F extends Fields, T extends FieldSpec> = {
  [K in keyof F & string]: F[K] extends T | `${T}?` ? K : never
}[keyof F & string]
/** A field that can be a record's id: never null. */
type IdField<F extends Fields> = {
  [K in keyof F & string]: F[K] extends 'int' | 'text' | 'bigint' ? K : never
}[keyof F & string]
type IdOf<F extends Fields, I extends keyof F> = ValueOf<F>[I] & FamilyKey

/**
 * The one form of an alias (`ann@example.org` of ` Ann@Example.org`), null for what can't be one. It must agree with
 * the database's unique index: what the index holds equal must have equal forms.
 */
export type Normalise = (value: string) => string | null

/** What a record family is. `F` are its fields, `I` the name of its id, `A` the names of its aliases. */
export interface RecordOptions<
  F extends Fields,
  I extends keyof F & string,
  A extends string,
> extends PolicyOptions {
  /** The family's name, and the beginning of its tags: `user` → `user:42`. */
  readonly name: string
  /** What may be stored, and as what. Anything else in a row never reaches a cache. */
  readonly fields: F
  readonly id: I & IdField<F>
  /** Other unique keys, each a text field, with the form it is looked up by. */
  readonly aliases?: { readonly [K in A]: Normalise } & {
    readonly [K in Exclude<A, FieldNamed<F, 'text'>>]: never
  }
  /** The rows of these ids, in any order; an id without a row is absent. */
  readonly load: (ids: readonly IdOf<F, I>[], context: LoadContext) => Promise<Iterable<RowOf<F>>>
  /** For each alias: rows with the id and the alias, of the records that carry one of these (normalised) values. */
  readonly find?: {
    readonly [K in NoInfer<A>]: (
      values: readonly string[],
      context: LoadContext,
    ) => Promise<Iterable<Pick<RowOf<F>, (I | K) & keyof F>>>
  }
}

/** How one read is made. */
export interface ReadOptions {
  /** Default: the family's, which is `cached` unless it says otherwise. */
  readonly read?: ReadLevel
}

interface Alias<F extends Fields, I extends keyof F & string> {
  readonly normalise: Normalise
  readonly pointers: Family<string, IdOf<F, I>>
  readonly load: Load<string>
}

/** A kind of thing with one id, a list of fields, and other unique keys that find it. */
export class RecordFamily<F extends Fields, I extends keyof F & string, A extends string> {
  readonly #records: Family<IdOf<F, I>, ValueOf<F>>
  readonly #load: Load<IdOf<F, I>>
  readonly #aliases: ReadonlyMap<string, Alias<F, I>>
  readonly #isId: (id: unknown) => boolean
  readonly #invalidate: FamilySetting['invalidate']

  constructor(options: RecordOptions<F, I, A>, setting: FamilySetting) {
    const { fields, id } = options
    this.#isId = idTest(fields[id])
    this.#records = recordFamily(options, setting)
    this.#load = async (ids, context) =>
      byField(await options.load(ids, context), id) as ReadonlyMap<IdOf<F, I>, unknown>
    const normalisers = Object.entries(options.aliases ?? {}) as [A, Normalise][]
    this.#aliases = new Map(
      normalisers.map(([alias, normalise]) => [alias, resolveAlias(options, alias, normalise, setting)]),
    )
    this.#invalidate = setting.invalidate
  }

  get name(): string {
    return this.#records.name
  }

  /** The record of this id, frozen; null where there is none. */
  get(
    id: IdOf<F, I>,
    { read: level = this.#records.policy.read }: ReadOptions = {},
  ): Promise<ValueOf<F> | null> {
    this.#assertId(id)
    return read(this.#records, id, level, this.#load)
  }

  /** The record if it is in memory here and fresh, null for a fresh absence, undefined otherwise. Synchronous. */
  peek(id: IdOf<F, I>): ValueOf<F> | null | undefined {
    const entry = this.#records.local.get(id)
    return entry !== undefined && this.#records.surroundings.clock.now() < entry.freshUntil
      ? entry.value
      : undefined
  }

  /** The records of these ids that exist, in the order given: one local pass, one round trip, one load of the rest. */
  async getMany(
    ids: readonly IdOf<F, I>[],
    { read: level = this.#records.policy.read }: ReadOptions = {},
  ): Promise<Map<IdOf<F, I>, ValueOf<F>>> {
    for (const id of ids) this.#assertId(id)
    const found = await readMany(this.#records, ids, level, this.#load)
    return new Map([...found].flatMap(([id, record]) => (record === null ? [] : [[id, record]])))
  }

  /** The record that carries this alias now; null where none does, or the value can't be one. */
  async getBy(
    alias: A,
    value: string,
    { read: level = this.#records.policy.read }: ReadOptions = {},
  ): Promise<ValueOf<F> | null> {
    const { pointers, normalise, load } = this.#alias(alias)
    const wanted = normalise(value)
    if (wanted === null) return null
    const id = await read(pointers, wanted, level, load)
    if (id === null) return null
    const record = await this.get(id, { read: level })
    // A pointer is only a hint: what it leads to must still carry the alias. So a stale one never finds another's
    // record, and a rename deletes nothing.
    return this.#carries(record, alias, wanted) ? record : this.#findAtOrigin(alias, wanted)
  }

  /** Forgets the record, in both tiers. `queued`: the shared tier is away, and forgets before it is believed again. */
  invalidate(id: IdOf<F, I>): Promise<InvalidateOutcome> {
    this.#assertId(id)
    return this.#invalidate([recordTag(this.name, id)])
  }

  async #findAtOrigin(alias: A, wanted: string): Promise<ValueOf<F> | null> {
    const { pointers, load } = this.#alias(alias)
    const id = await launch(pointers, wanted, 'nothing', load)
    if (id === null) return null
    for (const level of ['fresh', 'strong'] as const) {
      const record = await this.get(id, { read: level })
      if (this.#carries(record, alias, wanted)) return record
    }
    return null
  }

  #carries(record: ValueOf<F> | null, alias: A, wanted: string): boolean {
    const carried = record?.[alias]
    return typeof carried === 'string' && this.#alias(alias).normalise(carried) === wanted
  }

  #alias(alias: A): Alias<F, I> {
    const found = this.#aliases.get(alias)
    if (found !== undefined) return found
    throw new CayError('CAY_KEY_INVALID', `${this.name}: there is no alias ${JSON.stringify(alias)}.`, {
      family: this.name,
    })
  }

  #assertId(id: unknown): void {
    if (this.#isId(id)) return
    throw new CayError(
      'CAY_KEY_INVALID',
      `${this.name}: a ${typeof id} that can't be an id. Ids are of the id field's type; whole numbers up to 2^53 - 1.`,
      { family: this.name },
    )
  }
}

function recordFamily<F extends Fields, I extends keyof F & string, A extends string>(
  { name, fields, id }: RecordOptions<F, I, A>,
  setting: FamilySetting,
): Family<IdOf<F, I>, ValueOf<F>> {
  const codec = recordCodec(fields, name)
  const prefix = recordTag(name, '')
  const parse = idParser(fields[id])
  return createFamily(
    {
      name,
      policy: setting.policy,
      codec,
      tables: new Set(withTableTags([prefix]).slice(1)),
      tagsOf: (key) => withTableTags([recordTag(name, key)]),
      keyOfTag: (tag) =>
        tag.startsWith(prefix) ? (parse(tag.slice(prefix.length)) as IdOf<F, I> | undefined) : undefined,
      entryKeyOf: (key) => entryKey(recordTag(name, key), name, codec.fingerprint),
    },
    setting,
  )
}

function resolveAlias<F extends Fields, I extends keyof F & string, A extends string>(
  { name, id, find, fields }: RecordOptions<F, I, A>,
  alias: A,
  normalise: Normalise,
  setting: FamilySetting,
): Alias<F, I> {
  const finder = find?.[alias]
  if (finder === undefined) {
    throw new CayError('CAY_OPTION_INVALID', `${name}: alias ${alias} has no loader. Add find.${alias}.`, {
      family: name,
    })
  }
  return {
    normalise,
    pointers: pointerFamily<IdOf<F, I>>(name, alias, String(fields[id]), setting),
    load: async (values, context) => {
      const found = new Map<string, unknown>()
      for (const row of await finder(values, context)) {
        const carried: unknown = (row as Readonly<Record<string, unknown>>)[alias]
        const form = typeof carried === 'string' ? normalise(carried) : null
        if (form !== null) found.set(form, (row as Readonly<Record<string, unknown>>)[id])
      }
      return found
    },
  }
}

/** Alias → id. A pointer found proves itself at its target; only "no such alias" depends on what is inserted. */
function pointerFamily<Id extends FamilyKey>(
  record: string,
  alias: string,
  idSpec: string,
  setting: FamilySetting,
): Family<string, Id> {
  const name = `${record}.${alias}`
  const tags = withTableTags([absentAliasTag(record, alias)])
  const fields = { id: idSpec as FieldSpec }
  const codec = pointerCodec<Id>(fields, name)
  return createFamily(
    {
      name,
      policy: setting.policy,
      codec,
      tables: new Set(tags.slice(1)),
      tagsOf: () => tags,
      entryKeyOf: (value) => entryKey(name, setting.aliasHash(value), codec.fingerprint),
      isSelfProving: true,
    },
    setting,
  )
}

function pointerCodec<Id>(fields: Fields, name: string): Codec<Id> {
  const { fingerprint, encode, decode } = recordCodec(fields, name)
  return {
    fingerprint,
    encode: (id) => encode({ id }),
    decode: (text) => decode(text)?.['id'] as Id | undefined,
  }
}

function byField(rows: Iterable<object>, field: string): ReadonlyMap<unknown, unknown> {
  return new Map(Array.from(rows, (row) => [(row as Readonly<Record<string, unknown>>)[field], row]))
}

function idTest(spec: FieldSpec | undefined): (id: unknown) => boolean {
  if (spec === 'int') return Number.isSafeInteger
  return spec === 'bigint' ? (id) => typeof id === 'bigint' : (id) => typeof id === 'string' && id.length > 0
}

/** The id that a tag ends in, in the type of the id field. */
function idParser(spec: FieldSpec | undefined): (text: string) => FamilyKey | undefined {
  if (spec === 'text') return (text) => text
  return (text) => {
    if (!/^-?\d+$/.test(text)) return undefined
    return spec === 'bigint' ? BigInt(text) : Number(text)
  }
}
