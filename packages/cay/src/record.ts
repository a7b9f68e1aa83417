import { CayError } from './errors.ts'
import { recordCodec } from './model/codec.ts'
import type { Fields, FieldSpec, RowOf, ValueOf } from './model/fields.ts'
import type { PolicyOptions, ReadLevel } from './model/policy.ts'
import { assertTag, recordTag, type Tag } from './model/tag.ts'
import { readMany } from './paths/batch.ts'
import { explain, type Explanation } from './paths/explain.ts'
import {
  createFamily,
  type Family,
  type FamilyKey,
  type FamilySetting,
  type Load,
  type LoadContext,
} from './paths/family.ts'
import { createPointers, lookUp, lookUpMany, type Alias } from './paths/look-up.ts'
import { peek, read, serveLocal } from './paths/read.ts'
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

/** An alias: its normal form; or that, and what else a record must be to be found by it (of a tenant, not deleted). */
export type AliasOptions<V> =
  Normalise | { readonly normalise: Normalise; readonly where: (record: V) => boolean }

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
  readonly aliases?: { readonly [K in A]: AliasOptions<ValueOf<F>> } & {
    readonly [K in Exclude<A, FieldNamed<F, 'text'>>]: never
  }
  /** What a record depends on, if it holds more than its own row. Default: its own tag, `user:42`. */
  readonly tags?: (id: IdOf<F, I>) => readonly [Tag, ...Tag[]]
  /** With `tags`: one tag of each table that `tags` names, so that a table can be dropped as a whole. */
  readonly tables?: readonly Tag[]
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

/** A kind of thing with one id, a list of fields, and other unique keys that find it. */
export class RecordFamily<F extends Fields, I extends keyof F & string, A extends string> {
  readonly #records: Family<IdOf<F, I>, ValueOf<F>>
  readonly #load: Load<IdOf<F, I>>
  readonly #aliases: ReadonlyMap<string, Alias<IdOf<F, I>, ValueOf<F>> & { readonly normalise: Normalise }>
  readonly #isId: (id: unknown) => boolean
  readonly #invalidate: FamilySetting['invalidate']

  constructor(options: RecordOptions<F, I, A>, setting: FamilySetting) {
    const { fields, id } = options
    this.#isId = idTest(fields[id])
    this.#records = recordFamily(options, setting)
    this.#load = async (ids, context) =>
      byField(await options.load(ids, context), id) as ReadonlyMap<IdOf<F, I>, unknown>
    const aliases = Object.entries(options.aliases ?? {}) as [A, AliasOptions<ValueOf<F>>][]
    this.#aliases = new Map(
      aliases.map(([alias, given]) => [alias, resolveAlias(options, alias, given, setting)]),
    )
    this.#invalidate = setting.invalidate
  }

  get name(): string {
    return this.#records.name
  }

  /** The record of this id, frozen; null where there is none. */
  get(id: IdOf<F, I>, options?: ReadOptions): Promise<ValueOf<F> | null> {
    const level = options?.read ?? this.#records.policy.read
    // What is in memory needs no check of its id, and no step but this.
    const here = level === 'cached' ? serveLocal(this.#records, id, this.#load) : undefined
    if (here !== undefined) return here
    this.#assertId(id)
    return read(this.#records, id, level, this.#load)
  }

  /** The record if it is in memory here and fresh, null for a fresh absence, undefined otherwise. Synchronous. */
  peek(id: IdOf<F, I>): ValueOf<F> | null | undefined {
    return peek(this.#records, id)
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
    const found = this.#alias(alias)
    const form = this.#form(found, value)
    return form === null ? null : lookUp({ family: this.#records, load: this.#load }, found, form, level)
  }

  /** The records that carry these aliases now, by the values as they were given. */
  async getManyBy(
    alias: A,
    values: readonly string[],
    { read: level = this.#records.policy.read }: ReadOptions = {},
  ): Promise<Map<string, ValueOf<F>>> {
    const found = this.#alias(alias)
    const forms = new Map(values.map((value) => [value, this.#form(found, value)]))
    const wanted = [...forms.values()].filter((form) => form !== null)
    const records = await lookUpMany({ family: this.#records, load: this.#load }, found, wanted, level)
    return new Map(
      [...forms].flatMap(([value, form]) => {
        const record = form === null ? null : (records.get(form) ?? null)
        return record === null ? [] : [[value, record]]
      }),
    )
  }

  /** Forgets the record, in both tiers. `queued`: the shared tier is away, and forgets before it is believed again. */
  invalidate(id: IdOf<F, I>): Promise<InvalidateOutcome> {
    this.#assertId(id)
    return this.#invalidate([recordTag(this.name, id)])
  }

  /** What is held for the record, and what a read of it would do. */
  explain(id: IdOf<F, I>): Promise<Explanation> {
    this.#assertId(id)
    return explain(this.#records, id)
  }

  #form({ normalise }: { readonly normalise: Normalise }, value: unknown): string | null {
    if (typeof value === 'string') return normalise(value)
    throw new CayError('CAY_KEY_INVALID', `${this.name}: a ${typeof value} can't be an alias.`, {
      family: this.name,
    })
  }

  #alias(alias: A): Alias<IdOf<F, I>, ValueOf<F>> & { readonly normalise: Normalise } {
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
  { name, fields, id, tags, tables = [] }: RecordOptions<F, I, A>,
  setting: FamilySetting,
): Family<IdOf<F, I>, ValueOf<F>> {
  for (const tag of tables) assertTag(tag, name)
  if (tags !== undefined && tables.length === 0) {
    throw new CayError(
      'CAY_OPTION_INVALID',
      `${name}: with tags, name one tag of each of their tables in tables.`,
      {
        family: name,
      },
    )
  }
  const codec = recordCodec(fields, name)
  const prefix = recordTag(name, '')
  const parse = idParser(fields[id])
  const { keyspace } = setting.surroundings
  const own = (tag: Tag): IdOf<F, I> | undefined =>
    tag.startsWith(prefix) ? (parse(tag.slice(prefix.length)) as IdOf<F, I> | undefined) : undefined
  return createFamily(
    {
      name,
      codec,
      tables: tags === undefined ? [prefix] : tables,
      tagsOf: tags ?? ((key) => [recordTag(name, key)]),
      ...(tags === undefined ? { keyOfTag: own } : {}),
      entryKeyOf: (key) => keyspace.entryKey(recordTag(name, key), '', codec.fingerprint),
    },
    setting,
  )
}

function resolveAlias<F extends Fields, I extends keyof F & string, A extends string>(
  { name, id, find, fields }: RecordOptions<F, I, A>,
  alias: A,
  given: AliasOptions<ValueOf<F>>,
  setting: FamilySetting,
): Alias<IdOf<F, I>, ValueOf<F>> & { readonly normalise: Normalise } {
  const finder = find?.[alias]
  if (finder === undefined) {
    throw new CayError('CAY_OPTION_INVALID', `${name}: alias ${alias} has no loader. Add find.${alias}.`, {
      family: name,
    })
  }
  const { normalise, where } = typeof given === 'function' ? { normalise: given, where: () => true } : given
  const formIn = (row: object): string | null => {
    const carried = (row as Readonly<Record<string, unknown>>)[alias]
    return typeof carried === 'string' ? normalise(carried) : null
  }
  return {
    normalise,
    formOf: (record) => (where(record) ? formIn(record) : null),
    pointers: createPointers<IdOf<F, I>>({ record: name, alias, id: fields[id] as FieldSpec }, setting),
    load: async (values, context) => {
      const rows = Array.from(
        await finder(values, context),
        (row) => [formIn(row), (row as Readonly<Record<string, unknown>>)[id]] as const,
      )
      return new Map(rows.flatMap(([form, key]) => (form === null ? [] : [[form, key]])))
    },
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
