export {
  changesContract,
  concurrentChangesContract,
  type ChangesSubject,
  type ForeignTransaction,
} from './changes-contract.ts'
export { faultyTier, type Fault, type FaultyTier } from './faulty-tier.ts'
export { manualClock, type ManualClock } from './manual-clock.ts'
export { MemoryLog, type MemoryFollower } from './memory-log.ts'
export { memoryTier, type MemoryTier } from './memory-tier.ts'
export { seededRandom } from './seeded-random.ts'
export { silentEvents } from './silent-events.ts'
export { sharedTierContract, type RegisterTest, type SharedTierSubject } from './shared-tier-contract.ts'
