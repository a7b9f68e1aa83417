export { type RedisUrl } from './address.ts'
export {
  redisFromEnvironment,
  type Environment,
  type EnvironmentProblem,
  type RedisFromEnvironment,
} from './environment.ts'
export { describeRedis, type RedisPlace, type SentinelPlace } from './place.ts'
export { redisTier, type RedisTierOptions, type RedisTierTimes, type RedisTierTrust } from './redis-tier.ts'
