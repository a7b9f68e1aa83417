import { median } from './turns.ts'

/** How long one measurement takes, about, and how many are made: the middle one counts. */
const measureMs = 200
const measurements = 7
const warmUpMs = 500

/** Nanoseconds of one call of a function that waits for nothing. What it returns is added up, so that it is used. */
export function nsOf(call: (i: number) => number): number {
  const batch = 10_000
  const run = (forMs: number): number => {
    const begun = performance.now()
    let calls = 0
    let sum = 0
    while (performance.now() - begun < forMs) {
      for (let i = 0; i < batch; i++) sum += call(calls + i)
      calls += batch
    }
    assertUsed(sum)
    return ((performance.now() - begun) / calls) * 1e6
  }
  run(warmUpMs)
  return median(Array.from({ length: measurements }, () => afterCollecting(() => run(measureMs))))
}

/** The same for one that is awaited. */
export async function nsOfAwaited<T>(
  call: (i: number) => Promise<T>,
  use: (value: T) => number,
): Promise<number> {
  const batch = 1_000
  const run = async (forMs: number): Promise<number> => {
    const begun = performance.now()
    let calls = 0
    let sum = 0
    while (performance.now() - begun < forMs) {
      for (let i = 0; i < batch; i++) sum += use(await call(calls + i))
      calls += batch
    }
    assertUsed(sum)
    return ((performance.now() - begun) / calls) * 1e6
  }
  await run(warmUpMs)
  const all: number[] = []
  for (let i = 0; i < measurements; i++) {
    collect()
    all.push(await run(measureMs))
  }
  return median(all)
}

/** Collects garbage, where the process was started with --expose-gc. */
export function collect(): void {
  globalThis.gc?.()
}

function afterCollecting<T>(work: () => T): T {
  collect()
  return work()
}

function assertUsed(sum: number): void {
  if (!Number.isFinite(sum) || sum === 0) throw new Error('What was measured returned nothing.')
}
