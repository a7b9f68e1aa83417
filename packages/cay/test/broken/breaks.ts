/** One way to break the core, and the promise whose test must then fail. */
export interface Break {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The beginning of the name of the test that notices. */
  readonly noticedBy: string
  /** Further places that have to change with it. */
  readonly also?: readonly Pick<Break, 'file' | 'from' | 'to'>[]
}

/**
 * Each promise of the core with its guard removed. `npm run check:broken` applies them one at a time to a copy, and sees
 * the test of that promise fail: a test that can't fail says nothing.
 */
export const breaks: readonly Break[] = [
  {
    what: 'an overtaken flight stores what it brings',
    file: 'paths/values.ts',
    from: 'if (!flight.isOvertaken) family.local.set',
    to: 'family.local.set',
    noticedBy: 'a slow read does not store the old row',
  },
  {
    what: 'an overtaken flight takes new passengers',
    file: 'runtime/flights.ts',
    from: 'flight.isJoinable && !flight.isOvertaken',
    to: 'flight.isJoinable',
    noticedBy: 'a read started after the invalidation does not join',
  },
  {
    what: 'only the newest flight is overtaken',
    file: 'runtime/flights.ts',
    from: 'for (const flight of this.#byKey.get(key) ?? []) flight.isOvertaken = true',
    to: 'for (const flight of (this.#byKey.get(key) ?? []).slice(-1)) flight.isOvertaken = true',
    noticedBy: 'an invalidation overtakes every flight in the air',
  },
  {
    what: 'a missing version matches',
    file: 'model/entry.ts',
    from: 'version === versions[i]',
    to: '(versions[i] ?? version) === version',
    noticedBy: 'an evicted version makes its entries a miss',
  },
  {
    what: 'versions are captured after the load',
    file: 'paths/load.ts',
    from: ': [sharedEntry(family, flight.key, captured, text)]',
    to: ': [sharedEntry(family, flight.key, captured.map(() => "AAAAAAAAAAAAAAAA"), text)]',
    noticedBy: 'another process is served from the shared tier',
  },
  {
    what: 'memory is dropped before Redis',
    file: 'paths/invalidate.ts',
    from: 'const outcome = await shared.invalidate(keyspace.changedKeys(tags))',
    to: 'for (const droppable of droppables) for (const tag of tags) droppable.dropTag(tag)\n  const outcome = await shared.invalidate(keyspace.changedKeys(tags))\n  return outcome',
    noticedBy: 'the shared tier forgets before memory does',
  },
  {
    what: 'a pointer is believed',
    file: 'paths/look-up.ts',
    from: 'return record !== null && alias.formOf(record) === form ? record : lookUpAtOrigin(records, alias, form)',
    to: 'return record',
    noticedBy: 'an alias that passed to somebody else',
  },
  {
    what: 'many pointers are believed',
    file: 'paths/look-up.ts',
    from: 'const isRight = record !== null && alias.formOf(record) === form',
    to: 'const isRight = record !== null',
    noticedBy: 'after any sequence of renames',
  },
  {
    what: 'an absent alias depends on nothing',
    file: 'paths/ask-shared.ts',
    from: '(family.isSelfProving && !head.isAbsence)',
    to: 'family.isSelfProving',
    noticedBy: 'after any sequence of renames',
  },
  {
    what: 'what the tier holds is believed at once after a break',
    file: 'shared/guard.ts',
    from: 'while (this.#mayHaveLost) {',
    to: 'while (false) {',
    noticedBy: 'a tier that comes back with older contents',
  },
  {
    what: 'an unacknowledged invalidation is forgotten',
    file: 'shared/guard.ts',
    from: "    this.#mayHaveLost = true\n    this.#breaker.trip()\n    return 'queued'",
    to: "    return 'queued'",
    noticedBy: 'an invalidation that the tier did not acknowledge',
  },
  {
    what: 'no deadline on the shared tier',
    file: 'shared/guard.ts',
    from: "reject(new Error('deadline passed'))",
    to: '',
    noticedBy: 'a read waits for a silent shared tier no longer than its deadline',
  },
  {
    what: 'the breaker never opens by itself',
    file: 'shared/breaker.ts',
    from: 'this.#failures >= failuresToOpen',
    to: 'false',
    noticedBy: 'five deadlines in a row open the breaker',
  },
  {
    what: 'writes overtake every probe',
    file: 'shared/guard.ts',
    from: "if (this.#breaker.mode !== 'open') {",
    to: "if (this.#breaker.mode === 'closed') {",
    noticedBy: 'steady writes do not keep the breaker from closing',
  },
  {
    what: 'no deadline on a load',
    file: 'paths/load.ts',
    from: 'await Promise.race([callInTurn(family, keys, call, deadline.signal), deadline.expired])',
    to: 'await callInTurn(family, keys, call, deadline.signal)',
    noticedBy: 'a load that does not answer ends in CAY_LOAD_TIMEOUT',
  },
  {
    what: 'no bulkhead',
    file: 'runtime/bulkhead.ts',
    from: 'if (this.#inside < this.#limit) {',
    to: 'if (true) {',
    noticedBy: 'at most so many loads of a family',
  },
  {
    what: 'a nested load waits for a place',
    file: 'paths/load.ts',
    from: 'const isNested = scope !== undefined',
    to: 'const isNested = false',
    noticedBy: 'a loader may read through the same cache',
  },
  {
    what: 'a loader waits for itself',
    file: 'runtime/load-scope.ts',
    from: 'if (at.family === family && at.keys.has(key)) return true',
    to: '',
    noticedBy: 'a loader that asks for the very key',
  },
  {
    what: 'callers each load for themselves',
    file: 'paths/read.ts',
    from: "serveLocal(family, key, load) ?? join(family, key) ?? launch(family, key, 'servable', load)",
    to: "serveLocal(family, key, load) ?? launch(family, key, 'servable', load)",
    noticedBy: 'callers who miss the same key at once',
  },
  {
    what: 'a failing loader loses the last value',
    file: 'paths/load.ts',
    from: 'if (last === undefined ||',
    to: 'if (true ||',
    noticedBy: 'when the loader fails, the last value is served',
  },
  {
    what: 'the loader’s error is wrapped',
    file: 'paths/load.ts',
    from: "    family.statistics.read('failed', flight.key)\n    flight.fail(error)\n  } else",
    to: "    family.statistics.read('failed', flight.key)\n    flight.fail(new Error('failed', { cause: error }))\n  } else",
    noticedBy: 'a loader’s own error reaches every caller unwrapped',
  },
  {
    what: 'the caller gets the loader’s own object',
    file: 'paths/values.ts',
    from: 'if (value !== undefined) return { text, value }',
    to: 'if (value !== undefined) return { text, value: row as V }',
    noticedBy: 'the first read returns what later reads return',
  },
  {
    what: 'values are not frozen',
    file: 'model/json.ts',
    from: 'return Object.freeze(value)',
    to: 'return value',
    noticedBy: 'the first read returns what later reads return',
  },
  {
    what: 'JSON changes what it likes',
    file: 'model/codec.ts',
    from: "assertJson(value, 'the value', family)",
    to: '',
    noticedBy: 'a value that JSON would change is refused',
  },
  {
    what: 'falsy values are misses',
    file: 'paths/values.ts',
    from: 'if (row === null) return',
    to: 'if (!row) return',
    noticedBy: 'falsy values are values',
  },
  {
    what: 'absences are not remembered',
    file: 'paths/values.ts',
    from: '? { freshMs: missTtlMs, servableMs: missTtlMs }',
    to: '? { freshMs: 0, servableMs: 0 }',
    noticedBy: 'an absence is remembered for missTtl',
  },
  {
    what: 'everything of a row is stored',
    file: 'model/codec.ts',
    from: 'return JSON.stringify(resolved.map((field) => packField(field, row[field.name], family)))',
    to: 'return JSON.stringify([...resolved.map((field) => packField(field, row[field.name], family)), row])',
    noticedBy: 'what is not on the list of fields',
  },
  {
    what: 'aliases stand in keys',
    file: 'model/key.ts',
    from: "return hash.update(value).digest().subarray(0, 16).toString('base64url')",
    to: 'return hash ? value : value',
    noticedBy: 'no key of the shared tier holds an alias',
  },
  {
    what: 'entries are not bound to their key',
    file: 'model/sealing.ts',
    from: 'decipher.setAAD(Buffer.from(bound))',
    to: '',
    also: [{ file: 'model/sealing.ts', from: '  cipher.setAAD(Buffer.from(bound))', to: '' }],
    noticedBy: 'an entry copied to another user’s key',
  },
  {
    what: 'hot values are not refreshed ahead',
    file: 'paths/read.ts',
    from: '>= entry.freshUntil\n}',
    to: '>= entry.freshUntil * 1e9\n}',
    noticedBy: 'a hot value is refreshed behind its readers',
  },
  {
    what: 'a scan displaces what is used',
    file: 'local/s3-fifo.ts',
    from: 'if (node.uses > 1) {',
    to: 'if (false) {',
    noticedBy: 'the local tier stays within its limits',
  },
  {
    what: 'every process loads',
    file: 'paths/once.ts',
    from: 'return standing === undefined || standing[0] === value',
    to: 'return standing === undefined || standing[0] !== undefined',
    noticedBy: 'once: of several processes one loads',
  },
  {
    what: 'a batch asks for each id by itself',
    file: 'runtime/tick-batch.ts',
    from: 'if (this.#items.length > 1) return undefined\n',
    to: '',
    also: [
      {
        file: 'runtime/tick-batch.ts',
        from: 'const items = this.#items\n        this.#items = []',
        to: 'const items = this.#items.splice(0, 1)',
      },
    ],
    noticedBy: 'ids asked for in one tick load together',
  },
  {
    what: 'a table’s version ends while entries stand under it',
    file: 'shared/guard.ts',
    from: 'keys.length > 0 ? this.#tier.extend(keys, ttlMs) : undefined',
    to: 'undefined',
    noticedBy: 'a table’s version lives as long',
  },
]
