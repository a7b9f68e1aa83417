import { seededFraction } from './random.ts'
import { collect } from './timing.ts'
import { median, medians, rounded, type Sample } from './turns.ts'

/** How many callers at once are measured. */
const callers = [1, 50] as const
const warmUpMs = 500
const measureMs = 400
const measurements = 3

/**
 * Reads a second and microseconds of this process's CPU for each, by the number of callers, each of which reads again as
 * soon as it has its answer. The CPU is what a busy machine does not change.
 */
export async function throughput<T>(
  ids: readonly number[],
  get: (id: number) => Promise<T>,
  isRight: (found: T) => boolean,
): Promise<Sample> {
  for (const id of ids) await get(id)
  const fraction = seededFraction(1)
  const anyId = (): number => ids[Math.floor(fraction() * ids.length)] ?? NaN
  const run = async (inFlight: number, forMs: number): Promise<{ perSecond: number; cpu: number }> => {
    const begun = performance.now()
    const cpuBefore = process.cpuUsage()
    let reads = 0
    const caller = async (): Promise<void> => {
      while (performance.now() - begun < forMs) {
        if (!isRight(await get(anyId()))) throw new Error('What was read is not what was stored.')
        reads++
      }
    }
    await Promise.all(Array.from({ length: inFlight }, caller))
    const { user, system } = process.cpuUsage(cpuBefore)
    return { perSecond: (reads / (performance.now() - begun)) * 1_000, cpu: (user + system) / reads }
  }
  const sample: Record<string, number> = {}
  for (const inFlight of callers) {
    await run(inFlight, warmUpMs)
    const all: { perSecond: number; cpu: number }[] = []
    for (let i = 0; i < measurements; i++) {
      collect()
      all.push(await run(inFlight, measureMs))
    }
    sample[`per_second_${inFlight}`] = median(all.map(({ perSecond }) => perSecond))
    sample[`cpu_us_${inFlight}`] = median(all.map(({ cpu }) => cpu))
  }
  return sample
}

/** A row for each variant: reads a second, its CPU, and both against the floor, by the number of callers. */
export function throughputRows(
  samples: ReadonlyMap<string, readonly Sample[]>,
  floor: string,
): Record<string, string | number>[] {
  const base = medians(samples.get(floor))
  return [...samples].map(([variant, all]) => {
    const middle = medians(all)
    const row: Record<string, string | number> = { variant }
    for (const inFlight of callers) {
      const [perSecond, cpu] = [`per_second_${inFlight}`, `cpu_us_${inFlight}`] as const
      row[perSecond] = rounded(middle[perSecond])
      row[`of_floor_${inFlight}`] = rounded((middle[perSecond] ?? NaN) / (base[perSecond] ?? NaN), 2)
      row[cpu] = rounded(middle[cpu], 2)
      row[`floor_cpu_of_it_${inFlight}`] = rounded((base[cpu] ?? NaN) / (middle[cpu] ?? NaN), 2)
    }
    return row
  })
}
