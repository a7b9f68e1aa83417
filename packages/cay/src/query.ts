import { CayError } from './errors.ts'
import { jsonCodec, type Codec } from './model/codec.ts'
import { argumentsKey, type KeyPart } from './model/key.ts'
import type { PolicyOptions } from './model/policy.ts'
import { assertTag, tableTag, type Tag } from './model/tag.ts'
import { explain, type Explanation } from './paths/explain.ts'
import { createFamily, type Family, type FamilySetting, type Load, type LoadContext } from './paths/family.ts'
import { peek, read } from './paths/read.ts'
import type { ReadOptions } from './record.ts'
import type { InvalidateOutcome } from './shared/guard.ts'

type Tags = readonly [Tag, ...Tag[]]

/** What a query family is: a function of its arguments, what it depends on, and how arguments become a key. */
export interface QueryOptions<Args, V, Loaded = Promise<V>> extends PolicyOptions {
  readonly name: string
  /** What a value depends on: the same for all arguments, or by its arguments. Known before the load. */
  readonly tags: Tags | ((args: Args) => Tags)
  /** With `tags` by arguments: one tag of each table they name, so that a table can be dropped as a whole. */
  readonly tables?: readonly Tag[]
  /** The arguments in a fixed order. Whatever changes the result must be in it. */
  readonly key: (args: Args) => readonly KeyPart[]
  /** The value; null is a cached absence. */
  readonly load: (args: Args, context: LoadContext) => Loaded
  /** How values travel. Default JSON, which refuses what it would change; `rows(fields)` for rows with dates and the like. */
  readonly codec?: Codec<V>
  /**
   * One process loads for all, the others wait for its entry, up to loadTimeout; then they load themselves. For what costs
   * seconds. Default false.
   */
  readonly once?: boolean
}

/** Separates the tags from the arguments in the key of a family whose tags depend on them. No tag holds it. */
const separator = '\n'

/** A cached function of its arguments: a list, a count. */
export class QueryFamily<Args, V> {
  readonly #options: QueryOptions<Args, V>
  readonly #results: Family<string, V>
  readonly #invalidate: FamilySetting['invalidate']

  constructor(options: QueryOptions<Args, V>, setting: FamilySetting) {
    const { name, tags, codec = jsonCodec<V>(name), once = false } = options
    const tables = assertTables(options)
    const tagsOf = typeof tags === 'function' ? tagsInKey : (): Tags => tags
    const { keyspace } = setting.surroundings
    this.#options = options
    this.#invalidate = setting.invalidate
    this.#results = createFamily(
      {
        name,
        codec,
        once,
        tables,
        tagsOf,
        entryKeyOf: (key) => {
          const args = key.slice(key.indexOf(separator) + 1)
          return keyspace.entryKey(tagsOf(key)[0] ?? '', `${name}:${args}`, codec.fingerprint)
        },
      },
      setting,
    )
  }

  get name(): string {
    return this.#results.name
  }

  /** The value for these arguments, frozen. */
  get(args: Args, { read: level = this.#results.policy.read }: ReadOptions = {}): Promise<V> {
    // Null only where the loader gave null, and then V says so.
    return read(this.#results, this.#key(args), level, this.#loadOf(args)) as Promise<V>
  }

  /** The value if it is in memory here and fresh; undefined otherwise. Synchronous. */
  peek(args: Args): V | undefined {
    return peek(this.#results, this.#key(args)) as V | undefined
  }

  /**
   * Forgets, in both tiers and in one command, whatever depends on the tags. Where they go by the arguments: of these
   * arguments, or without any, on every one of their tables.
   */
  invalidate(args?: Args): Promise<InvalidateOutcome> {
    const { tags } = this.#options
    if (typeof tags !== 'function') return this.#invalidate(tags)
    return this.#invalidate(args === undefined ? [...this.#results.tables] : this.#tags(args))
  }

  /** What is held for these arguments, and what a read of them would do. */
  explain(args: Args): Promise<Explanation> {
    return explain(this.#results, this.#key(args))
  }

  #key(args: Args): string {
    const key = argumentsKey(this.#options.key(args), this.name)
    return typeof this.#options.tags === 'function' ? `${this.#tags(args).join(' ')}${separator}${key}` : key
  }

  #tags(args: Args): Tags {
    const { tags } = this.#options
    if (typeof tags !== 'function') return tags
    const found = tags(args)
    for (const tag of found) {
      assertTag(tag, this.name)
      if (this.#results.tables.has(tableTag(tag))) continue
      throw new CayError(
        'CAY_OPTION_INVALID',
        `${this.name}: the table of tag ${tag} is not named in tables.`,
        {
          family: this.name,
        },
      )
    }
    return found
  }

  #loadOf(args: Args): Load<string> {
    return async ([key = ''], context) => {
      const value = (await this.#options.load(args, context)) as V | undefined
      if (value !== undefined) return new Map([[key, value]])
      throw new CayError(
        'CAY_VALUE_INVALID',
        `${this.name}: the loader returned undefined. Return null for an absence.`,
        {
          family: this.name,
        },
      )
    }
  }
}

function tagsInKey(key: string): readonly Tag[] {
  return key.slice(0, key.indexOf(separator)).split(' ')
}

function assertTables<Args, V>({ name, tags, tables = [] }: QueryOptions<Args, V>): readonly Tag[] {
  const named = typeof tags === 'function' ? tables : [...tags, ...tables]
  for (const tag of named) assertTag(tag, name)
  if (named.length > 0) return named
  throw new CayError(
    'CAY_OPTION_INVALID',
    `${name}: with tags by arguments, name one tag of each of their tables in tables.`,
    {
      family: name,
    },
  )
}
