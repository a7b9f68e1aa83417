export { findOrProvision, type Executables } from './executables.ts'
export { startPostgres, type Postgres, type PostgresOptions } from './postgres.ts'
export { startRedis, type Redis, type RedisOptions } from './redis.ts'
export {
  startRedisCluster,
  type RedisCluster,
  type RedisClusterNode,
  type RedisClusterOptions,
} from './redis-cluster.ts'
