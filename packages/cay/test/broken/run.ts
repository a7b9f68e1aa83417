import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Break } from './break.ts'
import { breaks } from './breaks.ts'

const core = join(import.meta.dirname, '../..')
const root = join(core, '../..')

const behaviour = join(core, 'test/behaviour')

const folder = await mkdtemp(join(tmpdir(), 'cay-broken-'))
let missed = 0
try {
  await cp(join(core, 'src'), join(folder, 'src'), { recursive: true })
  await cp(behaviour, join(folder, 'test/behaviour'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'vitest.config.ts'), config())
  for (const one of breaks) {
    const noticed = await isNoticed(one)
    if (!noticed) missed++
    process.stdout.write(`${noticed ? 'noticed' : 'MISSED '}  ${one.what}\n`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(
  `${breaks.length - missed} of ${breaks.length} breaks are noticed by the test of their promise\n`,
)
process.exitCode = missed === 0 ? 0 : 1

/** Breaks the copy, runs the one test, and mends the copy. */
async function isNoticed({ noticedBy, also = [], ...first }: Break): Promise<boolean> {
  const originals = new Map<string, string>()
  for (const { file, from, to } of [first, ...also]) {
    const path = join(folder, 'src', file)
    const source = await readFile(path, 'utf8')
    if (!originals.has(path)) originals.set(path, source)
    const parts = source.split(from)
    if (parts.length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
    await writeFile(path, parts.join(to))
  }
  try {
    return await fails(noticedBy)
  } finally {
    for (const [path, source] of originals) await writeFile(path, source)
  }
}

async function fails(name: string): Promise<boolean> {
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const report = join(folder, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const options = ['-t', pattern, '--reporter=json', `--outputFile=${report}`, '--testTimeout=3000']
  const args = [vitest, 'run', ...options, `test/behaviour/${await fileOf(name)}`]
  await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, timeout: 60_000 }, resolve)
  })
  const { numFailedTests, numPassedTests } = JSON.parse(await readFile(report, 'utf8')) as {
    numFailedTests: number
    numPassedTests: number
  }
  if (numFailedTests + numPassedTests === 0) throw new Error(`No test is named: ${name}`)
  return numFailedTests > 0
}

async function fileOf(name: string): Promise<string> {
  for (const file of await readdir(behaviour)) {
    if ((await readFile(join(behaviour, file), 'utf8')).includes(`'${name}`)) return file
  }
  throw new Error(`No test is named: ${name}`)
}

function config(): string {
  const alias = {
    'cay/testing': 'src/testing/index.ts',
    'cay/redis': 'src/redis/index.ts',
    cay: 'src/index.ts',
  }
  const entries = Object.entries(alias).map(([find, path]) => ({ find, replacement: join(folder, path) }))
  return `export default { resolve: { alias: ${JSON.stringify(entries)} }, test: { pool: 'threads', isolate: false } }\n`
}
