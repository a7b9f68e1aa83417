import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const execute = promisify(execFile)
const run = (command: string, args: readonly string[], cwd: string): Promise<{ stdout: string }> =>
  execute(command, args, { cwd, env: { ...process.env, NO_COLOR: '1' } })

/** What is published, by name: the folder of each package. */
const packages = {
  cay: 'packages/cay',
  '@cay/cli': 'packages/cay-cli',
  '@cay/fastify': 'packages/cay-fastify',
  '@cay/postgres': 'packages/cay-postgres',
}

const program = `
import { invalidationRules } from '@cay/fastify'
import { postgresChanges } from '@cay/postgres'
import { createCay, type CayHealth } from 'cay'
import { keyvStore } from 'cay/keyv'
import { redisTier } from 'cay/redis'
import { manualClock } from 'cay/testing'
import { fastify } from 'fastify'

const cay = createCay({ clock: manualClock() })
const users = cay.record({
  name: 'user',
  fields: { id: 'int', name: 'text' },
  id: 'id',
  load: (ids) => Promise.resolve(ids.map((id) => ({ id, name: 'Ann' }))),
})
const name: string | undefined = (await users.get(1))?.name
const health: CayHealth = await cay.health()
const app = fastify()
await app.register(
  invalidationRules({ cay, rules: [{ route: 'PUT /users/:id', tags: ({ params }) => [\`user:\${params.id}\`] }] }),
)
app.put('/users/:id', () => 'done')
const { statusCode } = await app.inject({ method: 'PUT', url: '/users/1' })
console.log(name, health.status, statusCode, typeof redisTier, typeof keyvStore, typeof postgresChanges)
`
const tsconfig = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    types: ['node'],
    lib: ['es2024', 'esnext.disposable'],
  },
  files: ['program.ts'],
}

test('what npm run build makes installs, type-checks in a strict project and runs; publint and attw find nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cay-published-'))
  try {
    await run('npm', ['run', 'build'], root)
    for (const [name, path] of Object.entries(packages)) {
      await run('npx', ['publint', '--strict'], join(root, path))
      await run('npx', ['attw', '--pack', '.', '--profile', 'esm-only'], join(root, path))
      await unpack(name, join(root, path), folder)
    }
    // What they depend on, as npm would have put it there.
    for (const name of ['@redis', '@types', 'undici-types', 'fastify', 'fastify-plugin']) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    await writeFile(join(folder, 'program.ts'), program)
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    await run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], folder)
    expect((await run(process.execPath, ['program.ts'], folder)).stdout).toBe(
      'Ann healthy 200 function function function\n',
    )
    const command = join(folder, 'node_modules/@cay/cli/dist/main.js')
    expect((await run(process.execPath, [command, '--help'], folder)).stdout).toContain('cay check')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)

/** Only the files that `npm pack` would take. */
async function unpack(name: string, from: string, folder: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], from)
  const parsed = JSON.parse(stdout) as unknown
  const packed = (Array.isArray(parsed) ? parsed : Object.values(parsed as object)) as {
    files: { path: string }[]
  }[]
  const target = join(folder, 'node_modules', name)
  const files = packed.flatMap(({ files: listed }) => listed.map(({ path }) => path))
  // A command has nothing to import, and so no types.
  expect(files).toContain(name === '@cay/cli' ? 'dist/main.js' : 'dist/index.d.ts')
  expect(files.filter((path) => path.startsWith('src') || path.startsWith('test'))).toEqual([])
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true })
    await cp(join(from, file), join(target, file))
  }
  expect(JSON.parse(await readFile(join(target, 'package.json'), 'utf8'))).toMatchObject({ name })
}
