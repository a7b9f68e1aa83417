import type { Tag } from '../model/tag.ts'
import { reportInvalidate } from '../observe/statistics.ts'
import type { InvalidateOutcome } from '../shared/guard.ts'
import type { Surroundings } from './family.ts'

/** Whatever forgets by tag. */
export interface Droppable {
  readonly dropTag: (tag: Tag) => void
}

/**
 * SAFEGUARD "Redis first, then the local tier, then the answer": were the local tier dropped first, a read between the
 * two would refill it from what Redis still holds. One command, however many entries carry the tags.
 */
export async function invalidate(
  { shared, keyspace }: Surroundings,
  droppables: Iterable<Droppable>,
  tags: readonly Tag[],
): Promise<InvalidateOutcome> {
  if (tags.length === 0) return 'applied'
  const outcome = await shared.invalidate(keyspace.changedKeys(tags))
  for (const droppable of droppables) for (const tag of tags) droppable.dropTag(tag)
  reportInvalidate({ tags, outcome })
  return outcome
}
