import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What one variant measured in one go, by name. */
export type Sample = Readonly<Record<string, number>>

/** Measures one variant. `given` is what its benchmark handed on: the address of a server, say. */
type Measure = (given: string) => Promise<Sample> | Sample

/** The variants of a benchmark, by name. Its file exports them as `variants`, so that each can be run alone. */
export type Variants = Readonly<Record<string, Measure>>

/**
 * Every variant in a process of its own, so that none meets another's heap or what the compiler learnt from its types,
 * in rounds that take turns, so that none has the machine's quiet minute for itself. All samples, by variant.
 */
export async function takeTurns(
  benchmark: string,
  variants: Variants,
  { rounds, given = '' }: { readonly rounds: number; readonly given?: string },
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map(Object.keys(variants).map((variant) => [variant, [] as Sample[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [variant, all] of samples) all.push(await measureAlone(benchmark, variant, given))
  }
  return samples
}

/** The middle one of each figure. */
export function medians(samples: readonly Sample[] | undefined): Sample {
  const [first = {}] = samples ?? []
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, median((samples ?? []).map((sample) => sample[name] ?? NaN))]),
  )
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** The value that so large a part of them does not exceed: 0.99 for all but the slowest hundredth. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? NaN
}

/** To so many digits after the point. */
export function rounded(value: number | undefined, digits = 0): number {
  return Number((value ?? NaN).toFixed(digits))
}

async function measureAlone(benchmark: string, variant: string, given: string): Promise<Sample> {
  const child = fork(fileURLToPath(new URL('alone.ts', import.meta.url)), [benchmark, variant, given], {
    execArgv: ['--conditions=cay-source', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const answered = once(child, 'message')
  const [code] = (await Promise.race([exited, answered.then(() => [0])])) as [number | null]
  if (code !== 0) throw new Error(`${benchmark}: ${variant} ended with ${code} and no figures.`)
  const [sample] = (await answered) as [Sample]
  child.kill()
  await exited
  return sample
}
