import { encodeMessage } from '../model/message.ts'
import type { Tag } from '../model/tag.ts'
import { reportInvalidate } from '../observe/statistics.ts'
import type { InvalidateOutcome } from '../shared/guard.ts'
import type { Coherence } from './coherence.ts'
import type { Surroundings } from './family.ts'

/** Whatever forgets by tag. */
export interface Droppable {
  readonly dropTag: (tag: Tag) => void
}

export interface Invalidation {
  readonly tags: readonly Tag[]
  /** Whether the change log has them: then they are not lost, whatever happens here. */
  readonly isLogged: boolean
}

/**
 * The direct path. SAFEGUARD "Redis first, then the local tier, then the answer": were the local tier dropped first, a
 * read between the two would refill it from what Redis still holds. One script, however many entries carry the tags.
 */
export async function invalidate(
  surroundings: Surroundings,
  coherence: Pick<Coherence, 'missed'>,
  droppables: Iterable<Droppable>,
  { tags, isLogged }: Invalidation,
): Promise<InvalidateOutcome> {
  if (tags.length === 0) return 'applied'
  const isApplied = await applyShared(surroundings, tags)
  if (!isApplied) coherence.missed(tags, isLogged)
  dropHere(droppables, tags)
  const outcome = isApplied ? 'applied' : 'queued'
  reportInvalidate({ tags, outcome })
  return outcome
}

/** Deletes the tags' versions in the shared tier, whatever its watermarks say. False: some may not have been. */
export async function applyShared(
  { shared, keyspace, instance }: Surroundings,
  tags: readonly Tag[],
): Promise<boolean> {
  const changes = keyspace.changes(tags).map(({ partition, versionKeys, tags: here }) => ({
    keys: versionKeys,
    message: encodeMessage({ from: instance, tags: here }),
    mark: { key: keyspace.watermarkKeys[partition] ?? '' },
  }))
  return (await shared.apply(changes)) !== undefined
}

/** Forgets, in this process: entries go, flights are overtaken. */
export function dropHere(droppables: Iterable<Droppable>, tags: Iterable<Tag>): void {
  const all = [...tags]
  for (const droppable of droppables) for (const tag of all) droppable.dropTag(tag)
}
