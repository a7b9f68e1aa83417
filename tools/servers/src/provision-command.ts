import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { findOrProvision } from './executables.ts'

/** What `npm test` runs before the tests: what the tests need beside Node is found or fetched, and said to be there. */
const versions: string[] = []
for (const [kind, program, version] of [
  ['redis', 'redis-server', '--version'],
  ['postgres', 'postgres', '--version'],
  ['pgbouncer', 'pgbouncer', '--version'],
  ['openssl', 'openssl', 'version'],
  ['curl', 'curl', '--version'],
] as const) {
  try {
    const { folder, env } = await findOrProvision(kind)
    const text = execFileSync(join(folder, program), [version], { env, encoding: 'utf8' })
    versions.push(`${kind} ${/\d+\.\d[\d.]*/.exec(text)?.[0] ?? '?'}`)
  } catch (error) {
    process.exitCode = 1
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      process.stderr.write(`${cause.message.trim()}\n`)
    }
  }
}
process.stdout.write(`Programs: ${versions.join(', ') || 'none'}\n`)
