import type { RedisCluster, RedisClusterNode } from '@cay/servers'
import { pause } from './pause.ts'
import { fault, type Fault, type Victims } from './faults.ts'
import { partitions, watermarkKeyOf } from './partitions.ts'
import { primaryFaults } from './primary-faults.ts'

/** One of the Cluster's parts, as it is now. */
interface Shard {
  readonly master: RedisClusterNode
  readonly replica: RedisClusterNode
}

/** What can go wrong with a Cluster: one shard at a time. */
export function clusterFaults(cluster: RedisCluster): readonly Fault[] {
  return [...failovers(cluster), ...restarts(cluster), ...faultsOfOne(cluster), slotsMoved(cluster)]
}

/** Any of them, once all is well. */
async function shardOf(cluster: RedisCluster, { dice }: Pick<Victims, 'dice'>): Promise<Shard> {
  await cluster.ready()
  const i = dice.even(cluster.masters.length)
  const [one, other] = [cluster.masters[i], cluster.replicas[i]]
  if (one === undefined || other === undefined) throw new Error(`There is no shard ${i}`)
  return (await isMaster(one)) ? { master: one, replica: other } : { master: other, replica: one }
}

async function isMaster(node: RedisClusterNode): Promise<boolean> {
  return (await node.command('INFO', 'replication')).includes('role:master')
}

/** The replica of a shard takes over with what had reached it some time ago. */
function failovers(cluster: RedisCluster): readonly Fault[] {
  const failOver = (name: string, lose: (shard: Shard) => Promise<void>, regain: (shard: Shard) => unknown) =>
    fault(name, async (victims) => {
      const { timeline, dice, last } = victims
      const shard = await shardOf(cluster, victims)
      await holdReplication(shard)
      await last(dice.between(100, 3_000))
      await timeline.replacing(async () => {
        await lose(shard)
        while (!(await isMaster(shard.replica))) await pause(pollMs)
        await release(shard.replica)
        await last(dice.between(0, 1_000))
        await regain(shard)
        await cluster.ready()
      })
    })
  return [
    failOver(
      'a master killed, its lagging replica promoted',
      ({ master }) => master.kill(),
      ({ master }) => master.restart(),
    ),
    failOver(
      'a master hung, its lagging replica promoted',
      ({ master }) => master.pause(),
      ({ master }) => {
        master.resume()
      },
    ),
    failOver(
      'a lagging replica told to take over',
      async ({ replica }) => {
        await replica.command('CLUSTER', 'FAILOVER', 'TAKEOVER')
      },
      () => undefined,
    ),
  ]
}

const pollMs = 20

/** A replica that its master refuses goes on with what it has, and may be promoted with it. */
async function holdReplication({ master, replica }: Shard): Promise<void> {
  await replica.command('CONFIG', 'SET', 'masteruser', 'nobody', 'masterauth', 'nothing')
  await master.command('CLIENT', 'KILL', 'TYPE', 'replica')
}

async function release(node: RedisClusterNode): Promise<void> {
  await node.command('CONFIG', 'SET', 'masteruser', '', 'masterauth', '')
}

/** Too short for the other nodes to notice; if they do all the same, the replica takes over. */
function restarts(cluster: RedisCluster): readonly Fault[] {
  return [
    fault('a master killed, restarted empty', async (victims) => {
      const { timeline, dice, last } = victims
      const { master } = await shardOf(cluster, victims)
      await timeline.replacing(async () => {
        await master.kill()
        await last(dice.oneOf([0, 50, dice.between(50, 400)]))
        await master.restart()
        await cluster.ready()
      })
    }),
    fault('a master stopped with SIGSTOP', async (victims) => {
      const { timeline, dice, last } = victims
      const { master } = await shardOf(cluster, victims)
      await timeline.replacing(async () => {
        await master.pause()
        await last(dice.oneOf([30, dice.between(50, 700)]))
        master.resume()
        await cluster.ready()
      })
    }),
  ]
}

/** What a single Redis knows, too, done to one master. */
function faultsOfOne(cluster: RedisCluster): readonly Fault[] {
  const ofOne = primaryFaults.map(({ name, inflict }) =>
    fault(`${name}, of one shard`, async (victims) => {
      const { master } = await shardOf(cluster, victims)
      await inflict(master, victims)
    }),
  )
  return [
    ...ofOne,
    fault('watermarks evicted', async ({ dice, last }) => {
      for (let i = 1 + dice.even(6); i >= 0; i--) {
        for (let n = dice.even(8); n >= 0; n--) await unlink(cluster, watermarkKeyOf(dice.even(partitions)))
        await last(dice.between(0, 600))
      }
    }),
  ]
}

async function unlink(cluster: RedisCluster, key: string): Promise<void> {
  const owner = await ownerOf(cluster, key)
  await owner?.command('UNLINK', key)
}

/** Whose slot it is. */
async function ownerOf(cluster: RedisCluster, key: string): Promise<RedisClusterNode | undefined> {
  for (const node of [...cluster.masters, ...cluster.replicas]) {
    // Everyone else answers MOVED.
    const isHere = await node.command('EXISTS', key).then(
      () => true,
      () => false,
    )
    if (isHere) return node
  }
  return undefined
}

/** The slot of a partition is moved to another master, key by key, as `redis-cli --cluster reshard` does it. */
function slotsMoved(cluster: RedisCluster): Fault {
  return fault('slots moved', async ({ dice, last }) => {
    await cluster.ready()
    for (let i = 1 + dice.even(3); i >= 0; i--) {
      const key = watermarkKeyOf(dice.even(partitions))
      const from = await ownerOf(cluster, key)
      const masters = await mastersOf(cluster)
      const [to] = dice.shuffled(masters.filter((node) => node !== from))
      if (from === undefined || to === undefined) throw new Error(`Nobody has ${key}`)
      const slot = (await from.command('CLUSTER', 'KEYSLOT', key)).slice(1).trim()
      await moveSlot(slot, from, to, masters, () => last(dice.between(0, 200)))
    }
    await cluster.ready()
  })
}

async function mastersOf({ masters, replicas }: RedisCluster): Promise<readonly RedisClusterNode[]> {
  const found: RedisClusterNode[] = []
  for (const node of [...masters, ...replicas]) if (await isMaster(node)) found.push(node)
  return found
}

async function moveSlot(
  slot: string,
  from: RedisClusterNode,
  to: RedisClusterNode,
  masters: readonly RedisClusterNode[],
  last: () => Promise<void>,
): Promise<void> {
  const idOf = async (node: RedisClusterNode): Promise<string> =>
    /[0-9a-f]{40}/.exec(await node.command('CLUSTER', 'MYID'))?.[0] ?? ''
  const [fromId, toId] = [await idOf(from), await idOf(to)]
  await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId)
  await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId)
  for (;;) {
    const reply = await from.command('CLUSTER', 'GETKEYSINSLOT', slot, '20')
    const keys = reply.split('\r\n').filter((line) => line !== '' && !/^[*$]/.test(line))
    if (keys.length === 0) break
    await from.command('MIGRATE', '127.0.0.1', String(to.port), '', '0', '5000', 'KEYS', ...keys)
    await last()
  }
  const others = masters.filter((node) => node !== from && node !== to)
  for (const node of [to, from, ...others]) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', toId)
}
