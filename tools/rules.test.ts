import { execFile } from 'node:child_process'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import importRules from '../.dependency-cruiser.mjs'

/** A breach of one rule: the file that the check must name beside the rule, and what it needs to stand on. */
interface Breach {
  readonly rule: string
  readonly file: string
  readonly content: string
  readonly others?: Readonly<Record<string, string>>
}

const target = 'export const planted = 1\n'
const importing = (from: string): string => `import { planted } from '${from}'\nexport const copy = planted\n`

/** A package that the copy alone has, so that nothing depends on which packages exist by now. */
const plantedPackage = (name: string, more: object = {}): string =>
  JSON.stringify({
    name: `@cay/${name}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    exports: { '.': { 'cay-source': './src/index.ts' } },
    ...more,
  })

const core = 'packages/cay/src'
const api = 'apps/api/src'
const here = 'packages/cay-planted-here'
const there = 'packages/cay-planted-there'
const packages = {
  [`${here}/package.json`]: plantedPackage('planted-here', { devDependencies: { 'fast-check': '*' } }),
  [`${there}/package.json`]: plantedPackage('planted-there'),
  [`${there}/src/index.ts`]: target,
  [`${there}/src/inside.ts`]: target,
}

const breachesOfImportRules: readonly Breach[] = [
  {
    rule: 'no-cycles',
    file: `${core}/local/planted-cycle.ts`,
    content: `import type { Back } from './planted-cycle-back.ts'\nexport interface Forth { readonly back: Back }\n`,
    others: {
      [`${core}/local/planted-cycle-back.ts`]: `import type { Forth } from './planted-cycle.ts'\nexport interface Back { readonly forth: Forth }\n`,
    },
  },
  {
    rule: 'core-model-and-runtime-stand-alone',
    file: `${core}/model/planted-upward.ts`,
    content: importing('../shared/planted-target.ts'),
    others: { [`${core}/shared/planted-target.ts`]: target },
  },
  {
    rule: 'core-parts-stand-apart',
    file: `${core}/local/planted-sideways.ts`,
    content: importing('../shared/planted-target.ts'),
  },
  {
    rule: 'core-paths-are-entered-from-above',
    file: `${core}/changes/planted-path.ts`,
    content: importing('../paths/planted-target.ts'),
    others: { [`${core}/paths/planted-target.ts`]: target },
  },
  {
    rule: 'core-knows-no-adapter',
    file: `${core}/shared/planted-adapter.ts`,
    content: importing('../redis/planted-target.ts'),
    others: { [`${core}/redis/planted-target.ts`]: target },
  },
  {
    rule: 'core-knows-no-adapter',
    file: `${core}/paths/planted-adapter.ts`,
    content: importing('../keyv/planted-target.ts'),
    others: { [`${core}/keyv/planted-target.ts`]: target },
  },
  {
    rule: 'core-subpath-does-not-import-its-package',
    file: `${core}/redis/planted-front.ts`,
    content: `export { createCay as copy } from '../index.ts'\n`,
  },
  {
    rule: 'packages-meet-at-front-doors',
    file: `${here}/src/planted-deep.ts`,
    content: importing('../../cay/src/model/planted-inside.ts'),
    others: { ...packages, [`${core}/model/planted-inside.ts`]: target },
  },
  {
    rule: 'packages-import-by-name',
    file: `${here}/src/planted-relative.ts`,
    content: importing('../../cay/src/index.ts'),
  },
  {
    rule: 'packages-know-only-cay',
    file: `${here}/src/planted-neighbour.ts`,
    content: importing('@cay/planted-there'),
  },
  {
    rule: 'front-door-is-not-a-corridor',
    file: `${there}/src/planted-corridor.ts`,
    content: importing('./index.ts'),
  },
  {
    rule: 'front-door-is-not-a-corridor',
    file: `${api}/features/planted-there/planted-there.service.ts`,
    content: importing('./index.ts'),
  },
  {
    rule: 'api-platform-knows-no-feature',
    file: `${api}/platform/planted-feature.ts`,
    content: importing('../features/planted-there/index.ts'),
    others: { [`${api}/features/planted-there/index.ts`]: target },
  },
  {
    rule: 'api-features-meet-at-index',
    file: `${api}/features/planted-here/planted-here.service.ts`,
    content: importing('../planted-there/planted-there.store.ts'),
    others: { [`${api}/features/planted-there/planted-there.store.ts`]: target },
  },
  {
    rule: 'api-features-meet-at-index',
    file: `${api}/planted-deep.ts`,
    content: importing('./features/planted-there/planted-there.store.ts'),
  },
  {
    rule: 'api-routes-do-not-touch-stores',
    file: `${api}/features/planted-there/planted-there.routes.ts`,
    content: importing('./planted-there.store.ts'),
  },
  {
    rule: 'api-caching-is-in-cache-files',
    file: `${api}/features/planted-there/planted-there.caching.ts`,
    content: `export { createCay as copy } from 'cay'\n`,
  },
  {
    rule: 'api-change-log-is-in-the-platform',
    file: `${api}/platform/planted-database.ts`,
    content: `export { postgresChanges as copy } from '@cay/postgres'\n`,
  },
  {
    rule: 'sources-import-no-tests',
    file: `${core}/shared/planted-test-import.ts`,
    content: importing('../../test/planted-support.ts'),
    others: { 'packages/cay/test/planted-support.ts': target },
  },
  {
    rule: 'sources-import-no-development-dependencies',
    file: `${here}/src/planted-development.ts`,
    content: `export { integer as copy } from 'fast-check'\n`,
  },
  {
    rule: 'sources-import-no-development-dependencies',
    file: `${core}/planted-undeclared.ts`,
    content: `export { vi as copy } from 'vitest'\n`,
  },
]

const lintBreach = (rule: string, name: string, content: string, folder = `${core}/model`): Breach => ({
  rule,
  file: `${folder}/planted-${name}.ts`,
  content,
})

const otherBreaches: readonly Breach[] = [
  lintBreach(
    '@typescript-eslint/no-floating-promises',
    'floating',
    'export function start(work: () => Promise<void>): void {\n  work()\n}\n',
  ),
  lintBreach('@typescript-eslint/no-explicit-any', 'any', 'export const loose = (value: any): number => 1\n'),
  lintBreach('no-restricted-syntax', 'export-all', "export * from './planted-inside.ts'\n"),
  lintBreach('no-restricted-syntax', 'export-default', 'export default 1\n'),
  lintBreach('no-restricted-properties', 'environment', 'export const port = process.env\n'),
  lintBreach(
    'no-restricted-imports',
    'environment-import',
    "import { env } from 'node:process'\nexport { env }\n",
  ),
  lintBreach(
    'no-restricted-properties',
    'environment',
    'export const port = process.env\n',
    `${api}/platform`,
  ),
  lintBreach('no-restricted-properties', 'date', 'export const now = Date.now()\n'),
  lintBreach('no-restricted-syntax', 'new-date', 'export const now = new Date()\n'),
  lintBreach(
    'no-restricted-syntax',
    'invalidation',
    'export const forget = (users: { readonly invalidate: (id: number) => unknown }): unknown => users.invalidate(1)\n',
    `${api}/features/planted-there`,
  ),
  lintBreach('no-restricted-properties', 'date', 'export const now = Date.now()\n', `${api}/platform`),
  lintBreach('no-restricted-properties', 'random', 'export const draw = Math.random()\n'),
  lintBreach('no-restricted-properties', 'random', 'export const draw = Math.random()\n', `${api}/platform`),
  lintBreach('no-restricted-imports', 'random-import', "export { randomBytes } from 'node:crypto'\n"),
  lintBreach('no-restricted-globals', 'timer', 'export const timer = setTimeout(() => 1, 1)\n'),
  lintBreach(
    'no-restricted-globals',
    'timer',
    'export const timer = setTimeout(() => 1, 1)\n',
    `${api}/platform`,
  ),
  lintBreach('no-restricted-imports', 'timer-import', "export { setTimeout } from 'node:timers'\n"),
  lintBreach(
    'no-restricted-imports',
    'sleep.test',
    "import { setTimeout as sleep } from 'node:timers/promises'\nawait sleep(10)\n",
    'packages/cay/test',
  ),
  lintBreach(
    'no-restricted-syntax',
    'promised-sleep.test',
    'await new Promise((resolve) => setTimeout(resolve, 10))\n',
    'packages/cay/test',
  ),
  { rule: 'eqeqeq', file: 'tools/planted-script.mjs', content: 'export const same = (a, b) => a == b\n' },
  {
    rule: 'error TS2322',
    file: `${core}/model/planted-type.ts`,
    content: "export const wrong: number = 'text'\n",
  },
  {
    rule: 'error TS2322',
    file: 'tools/planted-typed.mjs',
    content: "// @ts-check\n/** @type {number} */\nexport const wrong = 'text'\n",
  },
  {
    // Past the door, through the handle that stores read with.
    rule: 'error TS2345',
    file: `${api}/features/planted-there/planted-writing.store.ts`,
    content: `import type { Database } from '../../platform/database.ts'

export function rename({ read }: Pick<Database, 'read'>, name: string): Promise<readonly object[]> {
  return read(\`with renamed as (
      update users set first_name = $1 returning id
    )
    select id from renamed\`, [name])
}
`,
  },
  { rule: '[warn]', file: `${core}/model/planted-format.ts`, content: 'export const  planted="1";\n' },
  {
    rule: 'nobodyImportsThis',
    file: `${core}/model/planted-unused.ts`,
    content: `export const nobodyImportsThis = 1\n${target}`,
    others: { 'packages/cay/test/planted-use.test.ts': importing('../src/model/planted-unused.ts') },
  },
]

/** What the rules must let pass. */
const allowed: Readonly<Record<string, string>> = {
  [`${api}/features/planted-there/planted-there.cache.ts`]: `export { createCay as copy } from 'cay'\n`,
  [`${api}/features/planted-there/planted-there.test.ts`]: importing('./index.ts'),
  [`${core}/shared/planted-observed.ts`]: importing('../observe/planted-open.ts'),
  [`${core}/observe/planted-open.ts`]: target,
  [`${here}/src/planted-name.ts`]: `export { createCay as copy } from 'cay'\n`,
  'packages/cay/test/planted-own.test.ts': importing('../src/model/planted-inside.ts'),
}

const root = dirname(import.meta.dirname)
const notCopied = new Set(['node_modules', '.git', 'dist', '.data', '.cache', 'coverage'])
let copy = ''
let exitCode = 0
let output: readonly string[] = []

beforeAll(async () => {
  copy = await realpath(await mkdtemp(join(tmpdir(), 'cay-rules-')))
  await cp(root, copy, { recursive: true, filter: (source) => !notCopied.has(basename(source)) })
  await linkInstalled('node_modules')
  for (const workspace of await readdir(join(root, 'apps'))) {
    await linkInstalled(join('apps', workspace, 'node_modules'))
  }
  for (const workspace of await readdir(join(root, 'packages'))) {
    await linkInstalled(join('packages', workspace, 'node_modules'))
  }
  await symlink('../../packages/cay-planted-there', join(copy, 'node_modules/@cay/planted-there'))

  const planted = [...breachesOfImportRules, ...otherBreaches].flatMap(({ file, content, others = {} }) => [
    [file, content] as const,
    ...Object.entries(others),
  ])
  for (const [file, content] of [...planted, ...Object.entries(allowed)]) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await writeFile(join(copy, file), content)
  }
  await new Promise<void>((resolve) => {
    execFile(
      process.execPath,
      ['tools/check.mjs'],
      { cwd: copy, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => {
        exitCode = typeof error?.code === 'number' ? error.code : 0
        output = stdout.split('\n\n')
        resolve()
      },
    )
  })
}, 300_000)

afterAll(async () => {
  await rm(copy, { recursive: true, force: true })
})

/**
 * Gives the copy what is installed here, by links; but a link that leads to a workspace must lead to the one in the
 * copy, or the rules would be tried on the files here.
 */
async function linkInstalled(folder: string): Promise<void> {
  const source = join(root, folder)
  const names = await readdir(source).catch(() => [])
  if (names.length === 0) return
  await mkdir(join(copy, folder), { recursive: true })
  for (const name of names) {
    const [from, to] = [join(source, name), join(copy, folder, name)]
    const link = await readlink(from).catch(() => undefined)
    if (link !== undefined) await symlink(link, to)
    else if (name.startsWith('@')) await linkInstalled(join(folder, name))
    else if ((await stat(from)).isFile()) await cp(from, to)
    else if (name === '.bin' || !name.startsWith('.')) await symlink(from, to)
  }
}

/**
 * On one line with the rule; or in one paragraph with it, where the file is the heading (ESLint) or the rule is and
 * the file follows in a chain (a cycle is reported once, from either end).
 */
function isNamed(file: string, rule: string): boolean {
  return output.some((paragraph) => {
    const [heading = '', ...rest] = paragraph.split('\n')
    if (paragraph.split('\n').some((line) => line.includes(file) && line.includes(rule))) return true
    if (heading.endsWith(file)) return rest.some((line) => line.endsWith(`  ${rule}`))
    return heading.includes(`error ${rule}:`) && rest.some((line) => line.includes(file))
  })
}

function linesWith(file: string): string[] {
  return output.flatMap((paragraph) => paragraph.split('\n')).filter((line) => line.includes(file))
}

test('a tree with breaches does not pass the check', () => {
  expect(exitCode).toBe(1)
})

test('every import rule has a breach planted here', () => {
  const rules = importRules.forbidden?.map(({ name }) => name)
  expect(new Set(breachesOfImportRules.map(({ rule }) => rule))).toEqual(new Set(rules))
})

describe('a breach is named', () => {
  test.each([...breachesOfImportRules, ...otherBreaches])('$rule: $file', ({ rule, file }) => {
    expect(isNamed(file, rule), linesWith(file).join('\n')).toBe(true)
  })
})

test.each(Object.keys(allowed))('the import rules let pass: %s', (file) => {
  expect(linesWith(file).filter((line) => /^ *error .* → /.test(line))).toEqual([])
})
