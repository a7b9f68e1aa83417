import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { isCommitUnknown } from '../../platform/database-errors.ts'
import { AppError, validationFailed } from '../../platform/errors.ts'
import { secretToken } from '../../platform/random.ts'
import type { User, Users } from '../users/index.ts'
import type { AvatarStorage } from './avatars.storage.ts'
import type { AvatarStore } from './avatars.store.ts'
import type { Pictures } from './pictures.ts'

interface Parts {
  readonly write: Database['write']
  readonly users: Users
  readonly store: AvatarStore
  readonly storage: AvatarStorage
  readonly pictures: Pictures
  readonly clock: Clock
  /** Hears of files that could not be removed, and that nobody points to any more. */
  readonly onLeftBehind: (error: unknown) => void
}

const folderUrl = '/avatars/'
/** 128 random bits, so that nobody comes to a picture but by its address. */
const namePattern = /^[A-Za-z0-9_-]{22}\.webp$/

/** The pictures of people. */
export class Avatars {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * The new picture of a user, in place of the one there was. The file is there before anything points to it, and the one
   * before is removed when nothing does any more: a crash in between leaves a file too many, never an address of nothing.
   * @throws {AppError} unsupported_image, broken_image, image_too_large, busy
   */
  async replace(userId: number, upload: Buffer): Promise<User> {
    const { users, pictures, storage } = this.#parts
    const { bytes, width, height } = await pictures.avatarOf(upload)
    const name = `${secretToken(16)}.webp`
    await storage.put(name, bytes)
    const before = await this.#pointTo(userId, { file_name: name, bytes: bytes.length, width, height })
    await this.discard(before)
    const user = await users.get(userId)
    if (user === null) throw new AppError('not_found', 'user_not_found', 'There is no such user.')
    return user
  }

  /**
   * Someone's avatar_url becomes this one: what they uploaded belongs to nobody any more. Their row must be locked.
   * @returns the file to discard when the transaction has been committed
   * @throws {AppError} validation_failed, where it is the address of an upload of somebody else's
   */
  async release(
    tx: Transaction,
    userId: number,
    url: string | null | undefined,
  ): Promise<string | undefined> {
    if (url === undefined) return undefined
    const { store } = this.#parts
    const name = await store.nameOf(tx, userId)
    if (url?.startsWith(folderUrl) === true) {
      if (name !== undefined && url === folderUrl + name) return undefined
      throw validationFailed([
        { field: 'avatar_url', problem: 'must not be that of a picture which is not yours: upload your own' },
      ])
    }
    await store.remove(tx, userId)
    return name
  }

  /** Removes the file; one that can't be is reported, for what was asked has been done. */
  async discard(name: string | undefined): Promise<void> {
    if (name === undefined) return
    try {
      await this.#parts.storage.delete(name)
    } catch (error) {
      this.#parts.onLeftBehind(error)
    }
  }

  /** @throws {AppError} avatar_not_found */
  async file(name: string): Promise<Buffer> {
    const bytes = namePattern.test(name) ? await this.#parts.storage.get(name) : undefined
    if (bytes === undefined) throw new AppError('not_found', 'avatar_not_found', 'There is no such picture.')
    return bytes
  }

  async #pointTo(
    userId: number,
    avatar: {
      readonly file_name: string
      readonly bytes: number
      readonly width: number
      readonly height: number
    },
  ): Promise<string | undefined> {
    const { write, users, store, clock } = this.#parts
    try {
      return await write(async (tx) => {
        // Locks the user: of two uploads at once each discards the one that it replaces.
        await users.update(tx, userId, { avatar_url: folderUrl + avatar.file_name })
        const before = await store.nameOf(tx, userId)
        await store.put(tx, { ...avatar, user_id: userId, created_at: new Date(clock.wallNow()) })
        return before
      })
    } catch (error) {
      if (!isCommitUnknown(error)) await this.discard(avatar.file_name)
      throw error
    }
  }
}
