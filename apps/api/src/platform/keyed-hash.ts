import { createHmac, hkdfSync } from 'node:crypto'

/**
 * A hash that only this application can make: without its secret nobody finds out, by trying, what was hashed. Each label
 * has a key of its own (HKDF, RFC 5869), so that what is made for one purpose says nothing to another.
 */
export function keyedHash(secret: string, label: string): (text: string) => Buffer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', label, 32))
  return (text) => createHmac('sha256', key).update(text).digest()
}
