import { commitOrder } from './commit-order.ts'
import type { Model } from './explore.ts'
import { partitions } from './partitions.ts'
import type { Property } from './properties.ts'
import { protocol } from './protocol.ts'
import type { Safeguard } from './safeguards.ts'
import type { Configuration } from './world.ts'

/** The whole protocol, as a model: it must keep its promises. */
export interface Case {
  readonly name: string
  readonly createModel: () => Model
  /** Where it is not everything that is promised. */
  readonly promised?: readonly Property[]
}

/** The protocol without one safeguard: it must break a promise. */
export interface Removal {
  readonly safeguard: Safeguard
  readonly createModel: () => Model
  /** Where it is not everything that was promised with it. */
  readonly promised?: readonly Property[]
  readonly breaks: Property
  /** Of the shortest counterexample. */
  readonly inSteps: number
}

/** How each reader of each instance reads. */
const one: Configuration['readers'] = [['cached']]
const two: Configuration['readers'] = [['cached', 'cached']]
const three: Configuration['readers'] = [['cached', 'cached', 'cached']]
const oneEach: Configuration['readers'] = [['cached'], ['cached']]
const twoAndOne: Configuration['readers'] = [['cached', 'cached'], ['cached']]
const oneFreshEach: Configuration['readers'] = [['fresh'], ['fresh']]
const freshOnB: Configuration['readers'] = [[], ['fresh']]
const cachedAndFresh: Configuration['readers'] = [['cached', 'fresh']]

const throughA = [0]
const throughBoth = [0, 1]

/** Behind a proxy that hides it, a failover may show what it took back: until the next fence, and no longer. */
const hiddenFailoverKeeps: readonly Property[] = ['G4', 'rest']

/** Seconds each. Every fault comes up. */
export const shortCases: readonly Case[] = [
  ofProtocol('A: 2 readers; failover, a write dies, a script without an answer', {
    readers: two,
    writes: throughA,
    faults: { failover: 1, writerDeath: 1, silence: 1 },
  }),
  ofProtocol('A: 2 readers; empty restart, FLUSHALL, an eviction, a write dies', {
    readers: two,
    writes: throughA,
    faults: { emptyRestart: 1, flush: 1, eviction: 1, writerDeath: 1 },
  }),
  ofProtocol('A and B: 1 reader each; a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { writerDeath: 1 },
  }),
  ofProtocol('A writes, B: 1 fresh reader; failover', {
    readers: freshOnB,
    writes: throughA,
    faults: { failover: 1 },
  }),
  ofProtocol('A: 1 reader, 2 writes; failover, either dies', {
    readers: one,
    writes: [0, 0],
    faults: { failover: 1, writerDeath: 2 },
  }),
  { name: 'two writers of a list commit in any order', createModel: () => commitOrder() },
  {
    name: 'two shards; one of them fails over',
    createModel: () => partitions({ failovers: 1, writerDeaths: 0 }),
  },
]

/** Minutes in all. */
export const longCases: readonly Case[] = [
  ofProtocol('A and B: 1 reader each; failover, a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { failover: 1, writerDeath: 1 },
  }),
  ofProtocol('A and B: 1 reader each; empty restart, a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { emptyRestart: 1, writerDeath: 1 },
  }),
  ofProtocol('A and B: 1 reader each; FLUSHALL, an eviction, a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { flush: 1, eviction: 1, writerDeath: 1 },
  }),
  ofProtocol('A and B: 1 reader each; a connection breaks, a script without an answer, a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { brokenConnection: 1, silence: 1, writerDeath: 1 },
  }),
  ofProtocol('A and B: 1 reader each, no message is ever heard; failover, a write dies', {
    readers: oneEach,
    writes: throughA,
    faults: { failover: 1, writerDeath: 1 },
    messages: 'lost',
  }),
  ofProtocol(
    'A: 2 readers; failover, a connection breaks, a script without an answer, an eviction, a write dies',
    {
      readers: two,
      writes: throughA,
      faults: { failover: 1, brokenConnection: 1, silence: 1, eviction: 1, writerDeath: 1 },
    },
  ),
  ofProtocol('A: 2 readers, B: 1 reader; a write dies', {
    readers: twoAndOne,
    writes: throughA,
    faults: { writerDeath: 1 },
  }),
  ofProtocol('A: 3 readers; an eviction', { readers: three, writes: throughA, faults: { eviction: 1 } }),
  ofProtocol('A: 1 reader and 1 fresh; failover, a connection breaks', {
    readers: cachedAndFresh,
    writes: throughA,
    faults: { failover: 1, brokenConnection: 1 },
  }),
  ofProtocol('A and B: 1 fresh reader each; failover', {
    readers: oneFreshEach,
    writes: throughA,
    faults: { failover: 1 },
  }),
  ofProtocol('A and B: 1 reader and 1 write each; either dies', {
    readers: oneEach,
    writes: throughBoth,
    faults: { writerDeath: 2 },
  }),
  {
    ...ofProtocol('A and B: 1 reader each; failover behind a proxy that hides it: G4 and rest', {
      readers: oneEach,
      writes: throughA,
      faults: { failover: 1 },
      failovers: 'hidden',
    }),
    promised: hiddenFailoverKeeps,
  },
  {
    name: 'two shards; both fail over, a write dies',
    createModel: () => partitions({ failovers: 2, writerDeaths: 1 }),
  },
]

/** Each in a small world in which it matters. */
export const removals: readonly Removal[] = [
  ofProtocolWithout('versions are read before the database', one, {}, ['G4', 9]),
  ofProtocolWithout('versions are random, never counters', one, { eviction: 1 }, ['G4', 5]),
  without('versions are random, never times', commitOrder, ['G1', 7]),
  without('versions are random, never maxima', commitOrder, ['G1', 10]),
  ofProtocolWithout('a missing version matches nothing', one, {}, ['G4', 4]),
  ofProtocolWithout('there is a log', one, { writerDeath: 1 }, ['rest', 2]),
  ofProtocolWithout('no trust after a reconnect before a fence', one, { failover: 1 }, ['G1', 8]),
  ofProtocolWithout('invalidations and watermark in one script', one, { failover: 1 }, ['G4', 8]),
  ofProtocolWithout('a missing watermark drops all table tags', one, { flush: 1 }, ['G4', 10]),
  ofProtocolWithout('Redis first, then the local tier', one, {}, ['G1', 8]),
  ofProtocolWithout('the local tier first, then the answer', one, {}, ['G1', 4]),
  ofProtocolWithout("reads don't join an overtaken flight", two, {}, ['G1', 7]),
  ofProtocolWithout('a value on its way from shared to local is dropped if overtaken', one, {}, ['G1', 7]),
  ofProtocolWithout('the fence drops locally only what Redis has lost', one, { writerDeath: 1 }, ['rest', 9]),
  ofProtocolWithout('loads read the primary in a snapshot of their own', one, {}, ['G1', 8]),
  without(
    'a watermark vouches only for its own partition',
    (safeguard) => partitions({ failovers: 1, writerDeaths: 0 }, safeguard),
    ['G4', 7],
  ),
  without('a position is a whole snapshot, never the last id', commitOrder, ['G4', 10]),
  ofProtocolWithout('a loaded value is dropped if overtaken', one, {}, ['G1', 10]),
  ofProtocolWithout('what Redis may have missed ends belief', one, { silence: 1 }, ['G1', 6]),
  ofProtocolWithout('a fence under way when belief ends does not restore it', one, { silence: 1 }, ['G1', 9]),
  ofProtocolWithout('an answer from before belief ended is none', one, { failover: 1 }, ['G1', 9]),
  {
    ...without(
      'a server that was replaced is noticed',
      (removed) =>
        protocol({ readers: one, writes: throughA, faults: { failover: 1 }, failovers: 'hidden' }, removed),
      ['rest', 16],
    ),
    promised: hiddenFailoverKeeps,
  },
]

function ofProtocol(name: string, configuration: Configuration): Case {
  return { name, createModel: () => protocol(configuration) }
}

/** What its shortest counterexample breaks, and in how many steps. */
type Shortest = readonly [breaks: Property, inSteps: number]

function without(
  safeguard: Safeguard,
  createModel: (without: Safeguard) => Model,
  [breaks, inSteps]: Shortest,
): Removal {
  return { safeguard, createModel: () => createModel(safeguard), breaks, inSteps }
}

function ofProtocolWithout(
  safeguard: Safeguard,
  readers: Configuration['readers'],
  faults: Configuration['faults'],
  shortest: Shortest,
): Removal {
  return without(safeguard, (removed) => protocol({ readers, writes: throughA, faults }, removed), shortest)
}
