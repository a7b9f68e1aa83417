/** How long requests took, in milliseconds. */
export interface Latencies {
  readonly count: number
  readonly p99: number
  readonly longest: number
}

export function latenciesOf(answers: readonly { readonly ms: number }[]): Latencies {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = Math.max(0, Math.ceil(sorted.length * 0.99) - 1)
  return { count: sorted.length, p99: sorted[at] ?? 0, longest: sorted.at(-1) ?? 0 }
}
