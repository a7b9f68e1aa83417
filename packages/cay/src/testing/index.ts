export { manualClock, type ManualClock } from './manual-clock.ts'
export { memoryTier, type MemoryTier } from './memory-tier.ts'
export { seededRandom } from './seeded-random.ts'
export { sharedTierContract, type RegisterTest, type SharedTierSubject } from './shared-tier-contract.ts'
