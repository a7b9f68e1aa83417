import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * The lock file leaves out an optional package (a build for another platform) that the registry could not give when
 * it was written. npm 9 and 10 do not mind; npm 11 then refuses `npm ci`, and with it every fresh clone.
 */
test('the lock file has an entry for every optional dependency', () => {
  const file = join(dirname(import.meta.dirname), 'package-lock.json')
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Readonly<Record<string, Locked>>
  }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in packages))
      .map((name) => `${name} of ${path}`),
  )
  expect(missing).toEqual([])
})

/** Where Node looks for what the package in this folder imports: `a/`, then `` for the folder `a`. */
function foldersAbove(path: string): string[] {
  const parent = path.replace(/(^|\/)(node_modules\/)?(@[^/]+\/)?[^/]+$/, '')
  return path === '' ? [''] : [`${path}/`, ...foldersAbove(parent)]
}
