/**
 * What may never be given up, each by the sentence that names it in the code. A world is explored without one of them at
 * a time.
 */
export type Safeguard = OfTheTable | Implied

/** The table of the design, row by row; two of its rows name several, each with a counterexample of its own. */
type OfTheTable =
  | 'versions are read before the database'
  | 'versions are random, never counters'
  | 'versions are random, never times'
  | 'versions are random, never maxima'
  | 'a missing version matches nothing'
  | 'there is a log'
  | 'no trust after a reconnect before a fence'
  | 'invalidations and watermark in one script'
  | 'a missing watermark drops all table tags'
  | 'Redis first, then the local tier'
  | 'the local tier first, then the answer'
  | "reads don't join an overtaken flight"
  | 'a value on its way from shared to local is dropped if overtaken'
  | 'the fence drops locally only what Redis has lost'
  | 'loads read the primary in a snapshot of their own'
  | 'a watermark vouches only for its own partition'

/** What the protocol says beside the table, and the code must not forget. */
type Implied =
  | 'a position is a whole snapshot, never the last id'
  | 'a loaded value is dropped if overtaken'
  | 'a fence under way when belief ends does not restore it'
  | 'an answer from before belief ended is none'
  | 'what Redis may have missed ends belief'
  | 'a server that was replaced is noticed'
