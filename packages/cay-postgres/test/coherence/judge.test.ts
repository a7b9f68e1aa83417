import { describe, expect, test } from 'vitest'
import { packMeta, readAt, readKinds, readLevels, type Read } from './frames.ts'
import { History, openWrite, type Write } from './history.ts'
import { judge, type Breach, type SharedTierHistory } from './judge.ts'
import { absent, handleRegister, itemRegister, poison } from './registers.ts'

const item = itemRegister(1)
const handle = handleRegister(0)

/** A read of 1 ms. */
const read = (level: (typeof readLevels)[number], begunAt: number, seen: number, register = item): Read =>
  readAt(
    Float64Array.of(begunAt, begunAt + 1, register, seen, packMeta(readLevels.indexOf(level), 0, true)),
    0,
  )

interface Times {
  readonly life?: number
  readonly begunAt: number
  readonly committedAt?: number
  readonly acknowledgedAt?: number
  readonly isApplied?: boolean
  readonly coveredAt?: number
}

const committed = ({ life, begunAt, ...known }: Times): Write => ({
  ...openWrite({ life, id: 1, xid: 1, kind: 0, crashes: 0, begunAt }),
  committedAt: begunAt + 2,
  ...known,
  state: 'committed',
})

/** Versions 2, 3, … in their order. */
function historyOf(...writes: readonly Write[]): History {
  const history = new History()
  for (const [i, write] of writes.entries()) history.add(i + 2, false, write)
  return history
}

const nothingLost: SharedTierHistory = { wasReplacedBetween: () => false }
const reader = 7
const writer = 8

const breaches = (one: Read, history: History, shared = nothingLost): readonly Breach[] | string => {
  const judgement = judge(one, reader, history, shared)
  return typeof judgement === 'string' ? judgement : judgement.breaches
}

describe('a read is current', () => {
  const history = historyOf(committed({ begunAt: 100 }))

  test('where it finds the newest version that was committed before it began', () => {
    expect(breaches(read('cached', 102, 2), history)).toBe('current')
    expect(breaches(read('cached', 101, 1), history)).toBe('current')
  })

  test('where it finds one that was being committed meanwhile', () => {
    expect(breaches(read('cached', 99, 2), history)).toBe('current')
  })

  test('at any level', () => {
    for (const level of readLevels) expect(breaches(read(level, 5_000, 2), history)).toBe('current')
  })
})

describe('a read that is older than a commit', () => {
  test('is a breach of nothing within the bound, where nobody was told of the commit', () => {
    const history = historyOf(committed({ begunAt: 100 }))
    for (const level of ['cached', 'fresh'] as const) {
      expect(judge(read(level, 1_600, 1), reader, history, nothingLost)).toMatchObject({
        breaches: [],
        stalenessMs: 1_498,
      })
    }
  })

  test('is as stale as the oldest commit it did not see', () => {
    const history = historyOf(
      committed({ begunAt: 100 }),
      committed({ begunAt: 200, committedAt: 202 }),
      committed({ begunAt: 300 }),
    )
    expect(judge(read('cached', 402, 2), reader, history, nothingLost)).toMatchObject({ stalenessMs: 200 })
  })

  test('breaches G3 beyond the bound', () => {
    const history = historyOf(committed({ begunAt: 100 }))
    expect(breaches(read('cached', 2_102, 1), history)).toEqual([])
    expect(breaches(read('cached', 2_102.5, 1), history)).toEqual(['G3'])
  })

  test('a later commit that is acknowledged sooner tells that the earlier has happened', () => {
    const history = historyOf(
      committed({ begunAt: 100, committedAt: 9_000 }),
      committed({ begunAt: 110, committedAt: 112 }),
    )
    expect(judge(read('cached', 212, 1), reader, history, nothingLost)).toMatchObject({ stalenessMs: 100 })
  })

  test('breaches what strong means', () => {
    expect(breaches(read('strong', 103, 1), historyOf(committed({ begunAt: 100 })))).toEqual(['strong'])
  })
})

describe('a read that is older than an acknowledged write', () => {
  const own = historyOf(committed({ life: reader, begunAt: 100, acknowledgedAt: 110 }))
  const others = { life: writer, begunAt: 100, acknowledgedAt: 110 }

  test('of its own instance breaches G1, cached or fresh, from the acknowledgement on', () => {
    for (const level of ['cached', 'fresh'] as const) {
      expect(breaches(read(level, 110, 1), own)).toEqual(['G1'])
      expect(breaches(read(level, 109, 1), own)).toEqual([])
    }
  })

  test('of another instance breaches G2 where it is fresh and the write had reached the shared tier', () => {
    const applied = historyOf(committed({ ...others, isApplied: true }))
    expect(breaches(read('fresh', 110, 1), applied)).toEqual(['G2'])
    expect(breaches(read('fresh', 109, 1), applied)).toEqual([])
    expect(breaches(read('cached', 110, 1), applied)).toEqual([])
    expect(breaches(read('fresh', 110, 1), historyOf(committed(others)))).toEqual([])
  })

  test('is another matter where the shared tier has lost the write since', () => {
    const lost: SharedTierHistory = { wasReplacedBetween: (from, to) => from === 102 && to === 111 }
    const applied = historyOf(committed({ ...others, isApplied: true }))
    expect(breaches(read('fresh', 110, 1), applied, lost)).toEqual(['G2 after a loss'])
  })

  test('does not excuse the write before it', () => {
    const history = historyOf(
      committed({ life: reader, begunAt: 100, acknowledgedAt: 110 }),
      committed({ life: writer, begunAt: 120 }),
    )
    expect(breaches(read('cached', 130, 1), history)).toEqual(['G1'])
    expect(breaches(read('cached', 130, 2), history)).toEqual([])
  })
})

describe('a look-up by an alias that was handed on twice', () => {
  const second = committed({ life: reader, begunAt: 120, acknowledgedAt: 125, isApplied: true })
  const found = (first: Times): readonly Breach[] | string =>
    breaches(read('fresh', 130, 1, handle), historyOf(committed(first), second))

  test('may find its last holder but one, while nobody has been told of the write that took it away', () => {
    expect(found({ life: writer, begunAt: 100 })).toEqual(['alias, last but one'])
    expect(breaches(read('fresh', 2_103, 1, handle), historyOf(committed({ begunAt: 100 }), second))).toEqual(
      ['alias, last but one', 'G3'],
    )
  })

  test('and not once somebody has', () => {
    expect(found({ life: reader, begunAt: 100, acknowledgedAt: 110 })).toEqual(['G1'])
    expect(found({ life: writer, begunAt: 100, acknowledgedAt: 110, isApplied: true })).toEqual(['G2'])
    expect(found({ begunAt: 100, coveredAt: 125 })).toEqual(['G4'])
  })
})

describe('a read that is older than what the watermark covers', () => {
  const history = historyOf(committed({ begunAt: 100, coveredAt: 300 }))

  test('breaches G4 where it is fresh and that Redis still stands', () => {
    expect(breaches(read('fresh', 300, 1), history)).toEqual(['G4'])
    expect(breaches(read('fresh', 299, 1), history)).toEqual([])
    expect(breaches(read('cached', 300, 1), history)).toEqual([])
    const lost: SharedTierHistory = { wasReplacedBetween: (from, to) => from === 300 && to === 301 }
    expect(breaches(read('fresh', 300, 1), history, lost)).toEqual([])
  })
})

describe('a read is impossible', () => {
  const history = historyOf(committed({ begunAt: 100 }))

  test('of what was never written, or only by a transaction that was taken back', () => {
    expect(breaches(read('cached', 200, 3), history)).toEqual(['impossible'])
    expect(breaches(read('cached', 200, poison), history)).toEqual(['impossible'])
    const takenBack: Write = { ...committed({ begunAt: 100 }), committedAt: Infinity, state: 'aborted' }
    expect(breaches(read('cached', 200, 2), historyOf(takenBack))).toEqual(['impossible'])
  })

  test('of what was written after it', () => {
    expect(breaches(read('cached', 98.9, 2), history)).toEqual(['impossible'])
  })

  test('that finds nothing where there was never nothing', () => {
    expect(breaches(read('cached', 200, absent), history)).toEqual(['impossible'])
  })

  test('but not of what may have been committed by a writer that was killed', () => {
    const open = openWrite({ life: writer, id: 1, xid: 1, kind: 0, crashes: 0, begunAt: 100 })
    expect(breaches(read('cached', 200, 2), historyOf(open))).toBe('current')
    expect(breaches(read('cached', 200, 1), historyOf(open))).toBe('current')
  })
})

describe('an absence', () => {
  test('stands for the newest there may have been', () => {
    const history = new History()
    history.add(2, true, committed({ begunAt: 100 }))
    expect(breaches(read('cached', 103, absent), history)).toBe('current')
    history.add(3, false, committed({ begunAt: 200, life: reader, acknowledgedAt: 203 }))
    expect(breaches(read('cached', 203, absent), history)).toEqual(['G1'])
    expect(breaches(read('cached', 203, 1), history)).toEqual(['G1'])
    history.add(4, true, committed({ begunAt: 300 }))
    expect(breaches(read('cached', 299, absent), history)).toBe('current')
    expect(breaches(read('cached', 298, absent), history)).toEqual(['G1'])
  })

  test('of an alias that is handed on meanwhile is torn, and no breach', () => {
    const history = historyOf(committed({ begunAt: 100 }), committed({ begunAt: 200 }))
    expect(breaches(read('fresh', 199, absent, handle), history)).toEqual(['torn'])
    expect(breaches(read('fresh', 202, absent, handle), history)).toEqual(['torn'])
    expect(breaches(read('fresh', 203, absent, handle), history)).toEqual(['impossible'])
    expect(breaches(read('fresh', 150, absent, handle), history)).toEqual(['impossible'])
    expect(breaches(read('fresh', 199, absent, item), history)).toEqual(['impossible'])
  })
})

test('a version that is written twice is that of the later transaction, whoever is heard of first', () => {
  const early = openWrite({ life: writer, id: 1, xid: 1, kind: 0, crashes: 0, begunAt: 100 })
  const late = committed({ begunAt: 200 })
  for (const order of [
    [early, late],
    [late, early],
  ]) {
    const history = new History()
    for (const write of order) history.add(2, write === early, write)
    expect(history.writeOf(2)).toBe(late)
    expect(history.newestAbsenceBegunBy(Infinity)).toBe(0)
  }
})

test('how a read was made survives its journey', () => {
  for (const [level] of readLevels.entries()) {
    for (const [kind] of readKinds.entries()) {
      for (const isFirst of [true, false]) {
        const sent = Float64Array.of(1.5, 2.5, 3, absent, packMeta(level, kind, isFirst))
        expect(readAt(sent, 0)).toEqual({
          begunAt: 1.5,
          endedAt: 2.5,
          register: 3,
          seen: absent,
          level,
          kind,
          isFirst,
        })
      }
    }
  }
})
