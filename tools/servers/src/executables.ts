import { accessSync, constants, globSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { provision, provisionedRoot, type ProgramKind } from './provision.ts'

/** Programs in one folder, and the environment they run in. */
export interface Executables {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

const programs: Readonly<Record<ProgramKind, readonly [string, ...string[]]>> = {
  redis: ['redis-server'],
  postgres: ['postgres', 'initdb', 'psql', 'pg_basebackup'],
  pgbouncer: ['pgbouncer'],
  openssl: ['openssl'],
  curl: ['curl'],
}

// Servers that are not meant for everyone's PATH: Debian, RPM packages, Homebrew.
const usualFolders: Readonly<Record<ProgramKind, readonly string[]>> = {
  redis: ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin'],
  curl: ['/usr/bin'],
  openssl: ['/usr/bin'],
  pgbouncer: ['/opt/homebrew/bin', '/usr/local/bin', '/usr/sbin', '/usr/bin'],
  postgres: [
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
  ],
}

/** The machine's own, else one provisioned earlier. */
function locate(kind: ProgramKind): Executables | undefined {
  const onMachine = [...foldersOnPath(kind), ...usualFolders[kind].flatMap(newestFirst)].find((folder) =>
    holds(folder, kind),
  )
  if (onMachine !== undefined) return { folder: onMachine, env: environment() }
  const root = provisionedRoot(kind)
  return root === undefined ? undefined : insideRoot(root, kind)
}

/** The programs, provisioned if the machine has none and that is possible; else an error that says what to do. */
export async function findOrProvision(kind: ProgramKind): Promise<Executables> {
  const located = locate(kind)
  if (located !== undefined) return located
  const root = await provision(kind)
  const provisioned = insideRoot(root, kind)
  if (provisioned === undefined) throw new Error(`The packages unpacked in ${root} hold no ${kind}`)
  return provisioned
}

function insideRoot(root: string, kind: ProgramKind): Executables | undefined {
  const folders = [
    join(root, 'usr/bin'),
    join(root, 'usr/sbin'),
    ...newestFirst(join(root, 'usr/lib/postgresql/*/bin')),
  ]
  const folder = folders.find((candidate) => holds(candidate, kind))
  if (folder === undefined) return undefined
  const libraries = globSync([join(root, 'usr/lib/*-linux-*'), join(root, 'lib/*-linux-*')])
  return { folder, env: { ...environment(), LD_LIBRARY_PATH: libraries.join(delimiter) } }
}

function foldersOnPath(kind: ProgramKind): string[] {
  const [server] = programs[kind]
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && isExecutable(join(folder, server)))
    .flatMap((folder) => {
      // A link to the server leads to the folder where its other programs are, too.
      const target = dirname(realpathSync(join(folder, server)))
      return [folder, target]
    })
}

function newestFirst(pattern: string): string[] {
  return globSync(pattern).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}

function holds(folder: string, kind: ProgramKind): boolean {
  return programs[kind].every((program) => isExecutable(join(folder, program)))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Nothing of the caller's settings (PGDATA, PGOPTIONS, …) may reach a server, and its messages are in English. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env
  return { ...(PATH === undefined ? {} : { PATH }), ...(TMPDIR === undefined ? {} : { TMPDIR }), LC_ALL: 'C' }
}
