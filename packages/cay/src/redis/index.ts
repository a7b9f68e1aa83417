export { type RedisUrl } from './address.ts'
export { redisTier, type RedisTierOptions, type RedisTierTimes } from './redis-tier.ts'
