export { redisTier, type RedisTierOptions } from './redis-tier.ts'
