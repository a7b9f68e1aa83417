import { deepStrictEqual, notStrictEqual } from 'node:assert/strict'
import type { Changes, Position } from '../changes/port.ts'
import type { Tag } from '../model/tag.ts'
import type { RegisterTest } from './shared-tier-contract.ts'

export interface ChangesSubject {
  /** A change log that is installed. */
  readonly changes: Changes
  /** Begins a transaction of somebody else's, on a connection of its own. */
  readonly begin: () => Promise<ForeignTransaction>
}

/** Somebody who writes past the cache. */
export interface ForeignTransaction {
  /** Changes what these tags stand for. */
  readonly touch: (...tags: readonly Tag[]) => Promise<void>
  /** Does so in a savepoint, and rolls that back. */
  readonly touchInVain: (...tags: readonly Tag[]) => Promise<void>
  readonly commit: () => Promise<void>
  readonly rollback: () => Promise<void>
}

const deadlineMs = 10_000

/** What every change log must do, as tests for any runner: hand it the runner's `test`. */
export function changesContract(test: RegisterTest, subject: () => Promise<ChangesSubject>): void {
  tellsWhatWasCommitted(test, subject)
  knowsItsPositions(test, subject)
}

/** The same where several transactions can be under way at once. */
export function concurrentChangesContract(test: RegisterTest, subject: () => Promise<ChangesSubject>): void {
  test('what began earlier and is committed later is told, in whatever order', async () => {
    const { changes, begin } = await subject()
    const [first, second, third] = [await begin(), await begin(), await begin()]
    await first.touch('a:1')
    await second.touch('a:2')
    await third.touch('a:3')
    const start = await now(changes)
    await third.commit()
    const middle = await now(changes)
    deepStrictEqual(await told(changes, start), ['a:3'])
    await first.commit()
    deepStrictEqual(await told(changes, start), ['a:1', 'a:3'])
    deepStrictEqual(await told(changes, middle), ['a:1'])
    await second.commit()
    deepStrictEqual(await told(changes, middle), ['a:1', 'a:2'])
    deepStrictEqual(await told(changes, await now(changes)), [])
  })

  test('what is under way is not told, and what is rolled back never is', async () => {
    const { changes, begin } = await subject()
    const open = await begin()
    await open.touch('a:1')
    const position = await now(changes)
    deepStrictEqual(await told(changes, position), [])
    await open.rollback()
    deepStrictEqual(await told(changes, position), [])
  })

  test('a long transaction holds nothing back, and brings nothing back when it ends', async () => {
    const { changes, begin } = await subject()
    const long = await begin()
    await long.touch('long:1')
    await touch(begin, 'a:1')
    const position = await now(changes)
    await touch(begin, 'a:2')
    deepStrictEqual(await told(changes, position), ['a:2'])
    await long.commit()
    deepStrictEqual(await told(changes, position), ['a:2', 'long:1'])
  })
}

function tellsWhatWasCommitted(test: RegisterTest, subject: () => Promise<ChangesSubject>): void {
  test('tells the tags of what was committed since a position, each once, and none from before', async () => {
    const { changes, begin } = await subject()
    await touch(begin, 'a:1', 'a:2')
    const position = await now(changes)
    deepStrictEqual(await told(changes, position), [])
    await touch(begin, 'a:2', 'a:3')
    await touch(begin, 'a:3', 'a.name?')
    deepStrictEqual(await told(changes, position), ['a.name?', 'a:2', 'a:3'])
    deepStrictEqual(await told(changes, position), ['a.name?', 'a:2', 'a:3'])
    deepStrictEqual(await told(changes, await now(changes)), [])
  })

  test('does not tell what was rolled back, with its savepoint or as a whole', async () => {
    const { changes, begin } = await subject()
    const position = await now(changes)
    const gone = await begin()
    await gone.touch('a:1')
    await gone.rollback()
    const kept = await begin()
    await kept.touch('a:2')
    await kept.touchInVain('a:3')
    await kept.touch('a:4')
    await kept.commit()
    deepStrictEqual(await told(changes, position), ['a:2', 'a:4'])
  })

  test('what is recorded is told like any other change', async () => {
    const { changes } = await subject()
    const position = await now(changes)
    await changes.record(['a:1', 'ü.name?'])
    await changes.record([])
    await changes.record(['a:1', 'b'])
    deepStrictEqual(await told(changes, position), ['a:1', 'b', 'ü.name?'])
  })

  test('what is written while nobody looks is told to each position by itself', async () => {
    const { changes, begin } = await subject()
    const positions: Position[] = []
    for (let i = 0; i < 65; i += 1) {
      positions.push(await now(changes))
      await touch(begin, `a:${i}`)
    }
    const [first = '', second = ''] = positions
    const asked = [...positions].reverse().concat([first, second, first])
    const { changed } = await changes.since(asked, deadlineMs)
    const numbers = changed.map((tags) => (tags === 'unknown' ? tags : tags.length))
    deepStrictEqual(numbers, [...Array.from({ length: 65 }, (_, i) => i + 1), 65, 64, 65])
  })

  test('a log that is in order is found so', async () => {
    const { changes } = await subject()
    deepStrictEqual(await changes.inspect(deadlineMs), { unfollowed: [] })
  })
}

function knowsItsPositions(test: RegisterTest, subject: () => Promise<ChangesSubject>): void {
  test('a position is of one moment: asked for nothing it is told, and the next is another once something changed', async () => {
    const { changes, begin } = await subject()
    const before = await changes.since([], deadlineMs)
    deepStrictEqual(before.changed, [])
    await touch(begin, 'a:1')
    notStrictEqual(await now(changes), before.position)
  })

  test('of what is no position of this log, anything may have changed; the others are answered all the same', async () => {
    const { changes, begin } = await subject()
    const position = await now(changes)
    await touch(begin, 'a:1')
    const strange = [
      ...['', ' ', '|', 'x', '0', 'null', '1:1:', '🙂', "'; drop table a", 'x'.repeat(200_000), '\0'],
      ...[`${position}x`, `x${position}`, position.slice(1), position.replace('|', ''), `${position},,`],
      ...[
        position.replace(/\|.*/, '|'),
        position.replace(/\|.*/, '|9:1:'),
        position.replace(/\|.*/, '|1:9:5,x'),
        position.replace(/\|.*/, '|5:9:4'),
        position.replace(/\|.*/, '|5:9:9'),
      ],
      ...[position.replace(/^[^|]*/, 'another'), position.replace(/^[^|]*/, '')],
    ]
    const { changed } = await changes.since([...strange, position], deadlineMs)
    deepStrictEqual(changed, [...strange.map(() => 'unknown'), ['a:1']])
  })
}

async function touch(begin: ChangesSubject['begin'], ...tags: readonly Tag[]): Promise<void> {
  const transaction = await begin()
  await transaction.touch(...tags)
  await transaction.commit()
}

async function now(changes: Changes): Promise<Position> {
  return (await changes.since([], deadlineMs)).position
}

async function told(changes: Changes, position: Position): Promise<readonly Tag[] | 'unknown' | undefined> {
  const [tags] = (await changes.since([position], deadlineMs)).changed
  return typeof tags === 'object' ? [...tags].sort() : tags
}
