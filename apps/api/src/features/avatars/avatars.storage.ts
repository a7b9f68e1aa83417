import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../../platform/database-errors.ts'
import { StartError } from '../../platform/errors.ts'
import { secretToken } from '../../platform/random.ts'

/** Where the files are. Names are the caller's, and are never those of what was uploaded. */
export interface AvatarStorage {
  /** Stores it whole or not at all. */
  readonly put: (name: string, bytes: Buffer) => Promise<void>
  readonly get: (name: string) => Promise<Buffer | undefined>
  /** Deleting what is not there is no error. */
  readonly delete: (name: string) => Promise<void>
}

/**
 * Avatars in a folder, which is made where it is missing. Several instances have to share it.
 * @throws {StartError} where the folder can't be written to
 */
export async function avatarFolder(folder: string): Promise<AvatarStorage> {
  const path = (name: string): string => join(folder, name)
  const put = async (name: string, bytes: Buffer): Promise<void> => {
    // Under another name until it is whole: nobody reads half of it.
    const unfinished = path(`${name}.part`)
    await writeFile(unfinished, bytes, { flag: 'wx' })
    await rename(unfinished, path(name))
  }
  const remove = (name: string): Promise<void> => rm(path(name), { force: true })
  try {
    await mkdir(folder, { recursive: true })
    const probe = `probe-${secretToken(8)}`
    await put(probe, Buffer.alloc(1))
    await remove(probe)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new StartError(`AVATAR_DIR: the folder ${folder} can't be written to: ${reason}`)
  }
  return { put, get: (name) => readIfThere(path(name)), delete: remove }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
