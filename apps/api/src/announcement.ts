import type { Config } from './config.ts'
import { adminAccount, demoAccount } from './features/demo/index.ts'
import { describeRedis } from './platform/cache.ts'
import { describeDatabase } from './platform/service-addresses.ts'

/** What is printed when the API is up: where it is, what it runs on, how to get in, how to stop it. */
export function announcement(config: Config, listeningOrigin: string): string {
  const { database, redis, seedDemo } = config
  // “All addresses” is nothing a browser can open.
  const origin = listeningOrigin.replace(/0\.0\.0\.0|\[::\]/, 'localhost')
  const isEmbedded = database.kind === 'embedded'
  const rows = [
    ['API', origin],
    ['Docs', `${origin}/docs`],
    ['Cache', `${origin}/health/cache`],
    [],
    [
      'Database',
      isEmbedded
        ? `PGlite, in ${database.folder ?? 'memory'} (DATABASE_URL for a PostgreSQL server)`
        : `PostgreSQL at ${describeDatabase(database.url)}`,
    ],
    [
      'Cached in',
      redis === undefined
        ? 'memory (REDIS_URL for Redis as well)'
        : `memory and Redis at ${describeRedis(redis)}`,
    ],
    ...(seedDemo
      ? [
          [],
          ['Sign in as', `${demoAccount.username}   password: ${demoAccount.password}`],
          ['or as', `${adminAccount.username}  password: ${adminAccount.password}`],
        ]
      : []),
  ]
  const lines = rows.map(([name = '', value = '']) => (name === '' ? '' : `  ${name.padEnd(12)}${value}`))
  const data =
    isEmbedded && database.folder !== undefined
      ? ` The data stays; remove ${database.folder} to begin anew.`
      : ''
  return ['', 'Cay is running.', '', ...lines, '', `Ctrl+C stops it.${data}`, ''].join('\n') + '\n'
}
