import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One place of the sources and what is to stand there instead. */
export interface Replacement {
  /** From the folder `packages`. */
  readonly file: string
  /** Stands there once. */
  readonly from: string
  readonly to: string
}

/** The sources with something taken away, and the instance that runs on them. */
export interface BrokenCopy extends AsyncDisposable {
  readonly script: string
}

const here = join('cay-postgres', 'test', 'coherence')
const packages = join(import.meta.dirname, '..', '..', '..')
const copied = ['cay/package.json', 'cay/src', 'cay-postgres/package.json', 'cay-postgres/src', here]
const links = { cay: '../packages/cay', '@cay/postgres': '../../packages/cay-postgres' }

/** In the repository's folder for what can be thrown away: from there, packages of others are found. */
export async function copyBroken(replacements: readonly Replacement[]): Promise<BrokenCopy> {
  const cache = join(packages, '..', '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'coherence-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    for (const path of copied)
      await cp(join(packages, path), join(folder, 'packages', path), { recursive: true })
    await mkdir(join(folder, 'node_modules', '@cay'), { recursive: true })
    for (const [name, target] of Object.entries(links))
      await symlink(target, join(folder, 'node_modules', name))
    for (const replacement of replacements) await replace(join(folder, 'packages'), replacement)
  } catch (error) {
    await remove()
    throw error
  }
  return { script: join(folder, 'packages', here, 'instance.ts'), [Symbol.asyncDispose]: remove }
}

async function replace(folder: string, { file, from, to }: Replacement): Promise<void> {
  const path = join(folder, file)
  const parts = (await readFile(path, 'utf8')).split(from)
  if (parts.length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
  await writeFile(path, parts.join(to))
}
