import { expect, test } from 'vitest'
import { isSeenBy, parseSnapshot } from './snapshot.ts'

test('a snapshot sees what had ended when it was taken', () => {
  const snapshot = parseSnapshot('10:20:12,15')
  if (snapshot === undefined) throw new Error('not parsed')
  const seen = [9, 10, 11, 12, 15, 16, 19, 20, 21].filter((xid) => isSeenBy(snapshot, xid))
  expect(seen).toEqual([9, 10, 11, 16, 19])
})

test('a snapshot with nothing in progress', () => {
  const snapshot = parseSnapshot('744:744:')
  expect(snapshot).toEqual({ xmin: 744, xmax: 744, inProgress: new Set() })
})

test('what is no snapshot is not taken for one', () => {
  for (const text of ['', '1:2', '1:2:x', ' 1:2:']) expect(parseSnapshot(text)).toBeUndefined()
})
