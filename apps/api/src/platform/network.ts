import { isIPv4, isIPv6 } from 'node:net'

/** What stands for an address that is none: whoever comes without one is counted as one. */
const nowhere = '0.0.0.0/32'

/**
 * Whose address it is, for counting: of IPv4 the address itself, of IPv6 its /64, any address of which its owner can
 * take. As PostgreSQL writes a `cidr`.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/%.*$/, '')
  const v4 = /^(?:::ffff:)?([\d.]+)(?::\d+)?$/i.exec(bare)?.[1]
  if (v4 !== undefined && isIPv4(v4)) return `${v4}/32`
  return isIPv6(bare) ? `${firstHalf(bare)}::/64` : nowhere
}

/** The first four groups of an IPv6 address. */
function firstHalf(address: string): string {
  const [before = '', after] = address.split('::', 2)
  const left = groups(before)
  const right = groups(after ?? '')
  const missing = after === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(missing).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** The groups of a part of an address; an IPv4 address at its end stands for two. */
function groups(part: string): string[] {
  if (part === '') return []
  return part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
