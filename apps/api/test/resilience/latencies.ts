/** How long requests took, in milliseconds. */
export interface Latencies {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

export function latenciesOf(answers: readonly { readonly ms: number }[]): Latencies {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b)
  const share = (part: number): number => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
  return { count: sorted.length, p50: share(0.5), p99: share(0.99), longest: sorted.at(-1) ?? 0 }
}
