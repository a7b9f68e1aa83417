import { redisTier } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { startRedisCluster } from '@cay/servers'
import { clusterFaults } from './cluster-faults.ts'
import { partitions, partitionOf, watermarkKeyOf } from './partitions.ts'
import type { RedisStage } from './redis-stage.ts'

/** Long enough for a node that is only slow on a machine with other work to do. */
const nodeTimeoutMs = 1_500

/**
 * A Cluster of three shards, each a master and a replica. There are no ways to it: its nodes tell instances where they
 * are, so what goes wrong on the way is done to a node's connections.
 */
export async function startClusterRedis(): Promise<RedisStage> {
  await using started = new AsyncDisposableStack()
  const cluster = started.use(await startRedisCluster({ masters: 3, replicas: 1, nodeTimeoutMs }))
  const place = { cluster: cluster.urls }
  const tier = redisTier(place)
  started.defer(() => tier.close())
  tier.start(silentEvents)
  const keys = Array.from({ length: partitions }, (_, i) => watermarkKeyOf(i))
  const all = started.move()
  return {
    placeFor: () => place,
    partitionOf,
    watermarks: async () => (await tier.getMany(keys)).map((mark) => mark?.toString('latin1') ?? ''),
    serverFaults: clusterFaults(cluster),
    instanceFaults: [],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
