import type { Position } from 'cay'

/** A position taken apart: which database (and which of its histories), and which transactions it had seen there. */
export interface Place {
  readonly identity: string
  readonly xmin: string
  readonly xmax: string
  /** The transactions under way between them, as an SQL array. */
  readonly xip: string
}

/** Far more than the connections a server can have, so that what was put in Redis by others is not read to its end. */
const longest = 100_000
const highest = 2n ** 63n - 1n

const shape = /^([0-9A-Za-z.-]{1,200})\|(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/

/** Undefined for what no log has given: positions come from Redis, where anything may stand. */
export function parsePosition(position: Position): Place | undefined {
  const found = position.length > longest ? null : shape.exec(position)
  if (found === null) return undefined
  const [, identity = '', xmin = '', xmax = '', xip = ''] = found
  const underWay = xip === '' ? [] : xip.split(',').map(BigInt)
  const [low, high] = [BigInt(xmin), BigInt(xmax)]
  const isOne = low > 0n && low <= high && high <= highest && underWay.every((x) => low <= x && x < high)
  return isOne ? { identity, xmin, xmax, xip: `{${xip}}` } : undefined
}
