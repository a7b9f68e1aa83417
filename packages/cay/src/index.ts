export { createCay, type Cay, type CayHealth, type CayOptions, type CayStatistics } from './cay.ts'
export {
  type ChangeSink,
  type Changes,
  type Delta,
  type Inspection,
  type Position,
  type UnfollowedTable,
} from './changes/port.ts'
export { CayError, errorCodes, type CayErrorCode } from './errors.ts'
export { type ByteSize } from './model/bytes.ts'
export { rows, type Codec } from './model/codec.ts'
export { type Duration } from './model/duration.ts'
export { type Fields, type FieldSpec, type FieldType, type RowOf, type ValueOf } from './model/fields.ts'
export { type Json, type JsonCompatible } from './model/json.ts'
export { type KeyPart } from './model/key.ts'
export { policyDefaults, type LocalLimits, type PolicyOptions, type ReadLevel } from './model/policy.ts'
export { Secret } from './model/secret.ts'
export { assertTag, tableTag, type Tag } from './model/tag.ts'
export {
  channels,
  type AuditEvent,
  type FenceEvent,
  type InvalidateEvent,
  type LoadEvent,
  type ReadEvent,
  type ReadOutcome,
  type TierEvent,
} from './observe/channels.ts'
export { type FamilyCounts } from './observe/statistics.ts'
export { type Explanation, type LocalExplanation, type SharedExplanation } from './paths/explain.ts'
export { type LoadContext } from './paths/family.ts'
export { type QueryFamily, type QueryOptions } from './query.ts'
export {
  type AliasOptions,
  type Normalise,
  type ReadOptions,
  type RecordFamily,
  type RecordOptions,
} from './record.ts'
export { systemClock, type Clock, type Timer } from './runtime/clock.ts'
export { type Random } from './runtime/random.ts'
export { type BreakerMode } from './shared/breaker.ts'
export { type InvalidateOutcome } from './shared/guard.ts'
export {
  type Mark,
  type MarkedChange,
  type SharedEntry,
  type SharedTier,
  type SharedTierEvents,
} from './shared/port.ts'
export { type SetOptions, type Store, type StoreOptions } from './store.ts'
