import { CayError } from './errors.ts'
import { jsonCodec } from './model/codec.ts'
import type { Json } from './model/json.ts'
import { argumentsKey, entryKey, type KeyPart } from './model/key.ts'
import type { PolicyOptions } from './model/policy.ts'
import { assertTag, tableTag, withTableTags, type Tag } from './model/tag.ts'
import { createFamily, type Family, type FamilySetting, type Load, type LoadContext } from './paths/family.ts'
import { read } from './paths/read.ts'
import type { ReadOptions } from './record.ts'
import type { InvalidateOutcome } from './shared/guard.ts'

/** What a query family is: a function of its arguments, what it depends on, and how arguments become a key. */
export interface QueryOptions<Args, V extends Json> extends PolicyOptions {
  readonly name: string
  /** What every value depends on. The same for all arguments, and known before the load. */
  readonly tags: readonly [Tag, ...Tag[]]
  /** The arguments in a fixed order. Whatever changes the result must be in it. */
  readonly key: (args: Args) => readonly KeyPart[]
  /** The value; null is a cached absence. JSON: what JSON would change is refused. */
  readonly load: (args: Args, context: LoadContext) => Promise<V>
}

/** A cached function of its arguments: a list, a count. */
export class QueryFamily<Args, V extends Json> {
  readonly #options: QueryOptions<Args, V>
  readonly #results: Family<string, V>
  readonly #invalidate: FamilySetting['invalidate']

  constructor(options: QueryOptions<Args, V>, setting: FamilySetting) {
    const { name } = options
    for (const tag of options.tags) assertTag(tag, name)
    const [first] = options.tags
    const tags = withTableTags(options.tags)
    const codec = jsonCodec<V>(name)
    this.#options = options
    this.#invalidate = setting.invalidate
    this.#results = createFamily(
      {
        name,
        policy: setting.policy,
        codec,
        tables: new Set(options.tags.map(tableTag)),
        tagsOf: () => tags,
        entryKeyOf: (key) => entryKey(first, `${name}:${key}`, codec.fingerprint),
      },
      setting,
    )
  }

  get name(): string {
    return this.#results.name
  }

  /** The value for these arguments, frozen. */
  get(args: Args, { read: level = this.#results.policy.read }: ReadOptions = {}): Promise<V | null> {
    return read<string, V>(this.#results, this.#key(args), level, this.#loadOf(args))
  }

  /** The value if it is in memory here and fresh; undefined otherwise. Synchronous. */
  peek(args: Args): V | null | undefined {
    const entry = this.#results.local.get(this.#key(args))
    return entry !== undefined && this.#results.surroundings.clock.now() < entry.freshUntil
      ? entry.value
      : undefined
  }

  /** Forgets the values for all arguments, in both tiers, in one command. */
  invalidate(): Promise<InvalidateOutcome> {
    return this.#invalidate(this.#options.tags)
  }

  #key(args: Args): string {
    return argumentsKey(this.#options.key(args), this.name)
  }

  #loadOf(args: Args): Load<string> {
    return async ([key = ''], context) => {
      const value = (await this.#options.load(args, context)) as V | undefined
      if (value !== undefined) return new Map([[key, value]])
      throw new CayError(
        'CAY_VALUE_INVALID',
        `${this.name}: the loader returned undefined. Return null for an absence.`,
        { family: this.name },
      )
    }
  }
}
