import { mkdir, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { bytesInRedis } from './bytes-in-redis.ts'
import { codec } from './codec.ts'
import { commitToMemory } from './commit-to-memory.ts'
import { deadlineCost } from './deadline-cost.ts'
import { eviction } from './eviction.ts'
import { fenceCost } from './fence-cost.ts'
import { getMany } from './get-many.ts'
import { localHit } from './local-hit.ts'
import { logCost } from './log-cost.ts'
import { machine } from './machine.ts'
import { memory } from './memory.ts'
import type { Result } from './result.ts'
import { sharedHit } from './shared-hit.ts'
import { validatedRequest } from './validated-request.ts'

const benchmarks: Readonly<Record<string, () => Promise<Result>>> = {
  'local-hit': localHit,
  'shared-hit': sharedHit,
  'deadline-cost': deadlineCost,
  'get-many': getMany,
  codec,
  'bytes-in-redis': bytesInRedis,
  eviction,
  memory,
  'validated-request': validatedRequest,
  'log-cost': logCost,
  'fence-cost': fenceCost,
  'commit-to-memory': commitToMemory,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Known: ${Object.keys(benchmarks).join(', ')}`)
  process.exit(2)
}

const folder = new URL('../results/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, measure] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  // Of the minute before: how busy others kept the machine.
  const load = Number((loadavg()[0] ?? NaN).toFixed(2))
  const result = await measure()
  console.table(result.rows)
  const date = new Date().toISOString().slice(0, 10)
  const report = { benchmark: name, date, machine: { ...machine(), load }, ...result }
  await writeFile(new URL(`${date}-${name}.json`, folder), `${JSON.stringify(report, null, 2)}\n`)
}
