import { createCipheriv, createDecipheriv, createHash, type KeyObject, createSecretKey } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { CayError } from '../errors.ts'

/**
 * What is done to a body on its way to the shared tier:
 *
 *     -  nothing          z  compressed (zstd)          e  encrypted          c  compressed, then encrypted
 *
 * Encrypted: key id (6) · nonce (12) · authentication tag (16) · ciphertext, AES-256-GCM. The entry's key and its head
 * are authenticated with it: an entry that is moved to another key, or given another stamp or age, does not open.
 */
export interface Sealing {
  readonly prepare: (text: string) => {
    readonly form: string
    /** A string where nothing is done to it: what a client sends with its command, in one write. */
    readonly seal: (bound: string) => Buffer | string
  }
  /** Undefined where the body can't be opened: of a form, or under a key, that is not known here; or tampered with. */
  readonly open: (form: string, bytes: Buffer, from: number, bound: () => string) => string | undefined
}

/** A body larger than this is compressed: below, the gain is not worth the time. */
const compressOverBytes = 2_048
/** What a compressed body may grow to when opened, whatever it claims: maxValueBytes bounds what is written. */
const mostOpenedBytes = 256 * 1_048_576
const keyIdLength = 6
const nonceBytes = 12
const tagBytes = 16

interface EncryptionKey {
  readonly id: string
  readonly key: KeyObject
}

/**
 * @param keys 32 bytes each, in base64: the first encrypts, all decrypt. None: nothing is encrypted
 * @throws {CayError} CAY_OPTION_INVALID for a key of another length; the message never holds it
 */
export function createSealing(keys: readonly string[], nonce: (bytes: number) => Buffer): Sealing {
  const resolved = keys.map(resolveKey)
  const [first] = resolved
  return {
    prepare: (text) => {
      // No character takes more than three bytes in UTF-8 for each UTF-16 unit: short texts need no count.
      const isLarge = text.length * 3 > compressOverBytes && Buffer.byteLength(text) > compressOverBytes
      if (!isLarge && first === undefined) return { form: '-', seal: () => text }
      const plain = Buffer.from(text)
      const body = isLarge
        ? zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
        : plain
      if (first === undefined) return { form: 'z', seal: () => body }
      return { form: isLarge ? 'c' : 'e', seal: (bound) => encrypt(body, first, bound, nonce(nonceBytes)) }
    },
    open: (form, bytes, from, bound) => {
      try {
        if (form === '-' && first === undefined) return bytes.toString('utf8', from)
        const body = bytes.subarray(from)
        const isEncrypted = form === 'e' || form === 'c'
        // With keys configured, what is not encrypted was not written by us: it could be anybody's.
        if (isEncrypted === (first === undefined)) return undefined
        const inner = isEncrypted ? decrypt(body, resolved, bound()) : body
        if (form === '-' || form === 'e') return inner?.toString('utf8')
        return inner && zstdDecompressSync(inner, { maxOutputLength: mostOpenedBytes }).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

function encrypt(body: Buffer, { id, key }: EncryptionKey, bound: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(bound))
  const text = Buffer.concat([cipher.update(body), cipher.final()])
  return Buffer.concat([Buffer.from(id), nonce, cipher.getAuthTag(), text])
}

function decrypt(body: Buffer, keys: readonly EncryptionKey[], bound: string): Buffer | undefined {
  const id = body.toString('latin1', 0, keyIdLength)
  const found = keys.find((key) => key.id === id)
  if (found === undefined) return undefined
  const nonceEnd = keyIdLength + nonceBytes
  const decipher = createDecipheriv('aes-256-gcm', found.key, body.subarray(keyIdLength, nonceEnd), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(body.subarray(nonceEnd, nonceEnd + tagBytes))
  return Buffer.concat([decipher.update(body.subarray(nonceEnd + tagBytes)), decipher.final()])
}

/** A key is named by its own hash: nobody has to number keys, and the name says nothing about it. */
function resolveKey(text: string, i: number): EncryptionKey {
  const bytes = Buffer.from(text, 'base64')
  if (
    bytes.length !== 32 ||
    bytes.toString('base64').replace(/=+$/, '') !==
      text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  ) {
    throw new CayError(
      'CAY_OPTION_INVALID',
      `encrypt: key ${i + 1} is not 32 bytes in base64. Make one with: openssl rand -base64 32`,
    )
  }
  const id = createHash('sha256').update('cay key id').update(bytes).digest('base64url').slice(0, keyIdLength)
  return { id, key: createSecretKey(bytes) }
}
