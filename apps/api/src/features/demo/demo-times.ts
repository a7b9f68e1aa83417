import type { Draw } from './demo-draw.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The Bahamas in winter. */
const behindUtcMs = 5 * hourMs
const wakesAtMs = 6 * hourMs

/** Nobody writes at night: what would be then is in the morning after, or the day before where that is still to come. */
export function wakingHour(time: number, until: number): number {
  const local = (((time - behindUtcMs) % dayMs) + dayMs) % dayMs
  if (local >= wakesAtMs) return time
  const morning = time - local + wakesAtMs + 2 * local
  return morning < until ? morning : morning - dayMs
}

/** Most of it soon, some of it late. */
export function soonAfter(time: number, meanMs: number, draw: Draw): number {
  return Math.ceil(time + 1_000 - Math.log(1 - draw.fraction()) * meanMs)
}

export function ascending(a: number, b: number): number {
  return a - b
}

/** In the order they happened in. */
export function byTime(a: { readonly created_at: Date }, b: { readonly created_at: Date }): number {
  return ascending(a.created_at.getTime(), b.created_at.getTime())
}
