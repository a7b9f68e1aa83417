import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './errors.ts'

/**
 * Keeps a folder to one process, as PostgreSQL does with its own: a file names the process that has it, and counts for
 * nothing once that process is gone. The embedded database has no lock itself, and two processes on its files would
 * destroy them.
 * @throws {StartError}
 */
export async function lockFolder(folder: string): Promise<{ readonly release: () => Promise<void> }> {
  const path = join(folder, 'lock')
  try {
    await mkdir(folder, { recursive: true })
    if (!(await create(path))) {
      await removeIfAbandoned(path, folder)
      if (!(await create(path))) throw taken(folder, 'another process')
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new StartError(`DATA_DIR: the folder ${folder} can't be written to: ${reason}`)
  }
  return { release: () => rm(path, { force: true }) }
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(`${process.pid} ${(await startOf(process.pid)) ?? ''}`)
    await file.close()
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function removeIfAbandoned(path: string, folder: string): Promise<void> {
  const [pid = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ')
  if (await isAlive(Number(pid), start)) throw taken(folder, `process ${pid}`)
  await rm(path, { force: true })
}

async function isAlive(pid: number, start: string): Promise<boolean> {
  // Its own id from before a crash: a container starts again with the same numbers.
  if (!Number.isSafeInteger(pid) || pid < 1 || pid === process.pid) return false
  const startNow = await startOf(pid)
  if (startNow !== undefined && startNow !== start) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there and belongs to another user.
    return codeOf(error) === 'EPERM'
  }
}

/**
 * When a process began, on Linux: an id that was given to another since is not mistaken for it. `gone` for one that has
 * ended and that nobody has noticed (a zombie, in a container without an init). Undefined where /proc has no answer.
 */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // proc(5): the second field is the name, in parentheses, with whatever in it; state is the third, start the 22nd.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] === 'Z' ? 'gone' : fields?.[19]
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function taken(folder: string, by: string): StartError {
  return new StartError(
    `The data in ${folder} is in use by ${by}. Stop that one first, or give this one a folder of its own with DATA_DIR, ` +
      `or a PostgreSQL server with DATABASE_URL.`,
  )
}
