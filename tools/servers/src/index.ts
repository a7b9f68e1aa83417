export { type CertificateOptions } from './certificates.ts'
export { findOrProvision, type Executables } from './executables.ts'
export { startFaultProxy, type FaultProxy, type ProxyFault } from './fault-proxy.ts'
export { type LinkFault } from './faulty-link.ts'
export { startPgBouncer, type PgBouncer } from './pgbouncer.ts'
export { startPostgres, startStandby, type Postgres, type PostgresOptions, type Standby } from './postgres.ts'
export { startRedis, type Redis, type RedisOptions, type RedisRestart, type RedisSnapshot } from './redis.ts'
export { startRedisPair, type RedisPair } from './redis-pair.ts'
export {
  startRedisCluster,
  type RedisCluster,
  type RedisClusterNode,
  type RedisClusterOptions,
} from './redis-cluster.ts'
export { startRedisSentinel, type RedisSentinel, type RedisSentinelOptions } from './redis-sentinel.ts'
export { type Sentinel } from './sentinel.ts'
