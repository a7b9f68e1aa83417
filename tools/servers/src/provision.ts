import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * What can be fetched: the servers, a pooler before one of them, what makes their certificates, and the client that the
 * README's tour is typed with.
 */
export type ProgramKind = 'redis' | 'postgres' | 'pgbouncer' | 'openssl' | 'curl'

interface Distribution {
  readonly id: string
  readonly isDebianLike: boolean
  readonly version: string
}

const execute = promisify(execFile)

const wanted: Readonly<Record<ProgramKind, string>> = {
  redis: 'redis-server',
  postgres: 'postgresql',
  pgbouncer: 'pgbouncer',
  openssl: 'openssl',
  curl: 'curl',
}

// Of all that apt would install: the programs and the libraries they load. Not what sets a system service up
// (perl, debconf, ssl-cert), and not the compiler behind PostgreSQL's jit, which is larger than the rest together.
const isNeeded = (name: string): boolean =>
  /^(lib|redis-|curl$|openssl$|pgbouncer$|postgresql-(client-)?\d)/.test(name) &&
  !/^lib(llvm|z3|perl)|-perl$|-jit$/.test(name)

const leftoverAgeMs = 60 * 60 * 1000

/** Where a server provisioned earlier was unpacked. */
export function provisionedRoot(kind: ProgramKind): string | undefined {
  const distribution = readDistribution()
  if (!distribution.isDebianLike) return undefined
  const root = join(cacheFolder(distribution), kind)
  return existsSync(root) ? root : undefined
}

/**
 * Downloads the packages of a server with apt and unpacks them into a folder of the user's own: no root needed and
 * nothing installed. What apt itself keeps (lists, archives) goes to a temporary folder. Answers the folder.
 *
 * Safe to interrupt and to run twice at once: the folder appears by one rename, complete.
 */
export async function provision(kind: ProgramKind): Promise<string> {
  const distribution = readDistribution()
  if (!distribution.isDebianLike) throw new Error(howToInstall(kind))
  const cache = cacheFolder(distribution)
  await mkdir(cache, { recursive: true })
  // PostgreSQL runs as another user where this one is root, and root's umask may be strict.
  if (process.getuid?.() === 0) for (const folder of [dirname(cache), cache]) await chmod(folder, 0o755)
  await removeLeftovers(cache)
  const work = await mkdtemp(join(cache, '.work-'))
  try {
    say(`Fetching ${wanted[kind]} for ${distribution.id} ${distribution.version} into ${join(cache, kind)}`)
    const root = await unpack(await download(kind, work), work)
    await rename(root, join(cache, kind)).catch((error: unknown) => {
      // Someone else was faster: theirs is as good.
      if (!existsSync(join(cache, kind))) throw error
    })
    return join(cache, kind)
  } catch (error) {
    throw new Error(`${wanted[kind]} could not be fetched. ${howToInstall(kind)}`, { cause: error })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function download(kind: ProgramKind, work: string): Promise<string> {
  const packages = join(work, 'packages')
  for (const folder of ['lists/partial', 'archives/partial', 'packages']) {
    await mkdir(join(work, folder), { recursive: true })
  }
  // The system's own hooks are for the system's own lists.
  const configuration = join(work, 'apt.conf')
  await writeFile(
    configuration,
    '#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n',
  )
  const options = [
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${work}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
  ]
  const apt = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    execute(
      'apt-get',
      ['-c', configuration, ...options.flatMap((option) => ['-o', option]), '-qq', ...args],
      {
        cwd: packages,
        env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
        maxBuffer: 16 * 1024 * 1024,
      },
    )

  const update = await apt('update')
  const plan = await apt('install', '--simulate', '--no-install-recommends', wanted[kind]).catch(
    (cause: unknown) => {
      // Without a network the update itself only warns; but that is the reason.
      throw new Error(update.stderr || 'apt-get knows no such package', { cause })
    },
  )
  const names = [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
  await apt('download', ...names.filter(isNeeded))
  return packages
}

async function unpack(packages: string, work: string): Promise<string> {
  const root = join(work, 'root')
  for (const name of await readdir(packages)) {
    await execute('sh', ['-c', 'umask 022 && exec dpkg-deb -x "$0" "$1"', join(packages, name), root])
  }
  return root
}

/** What a run that was killed has left behind. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const folder = join(cache, name)
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }))
    if (name.startsWith('.work-') && Date.now() - mtimeMs > leftoverAgeMs) {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** One folder for each distribution: the packages fit the libraries they were built with. */
function cacheFolder({ id, version }: Distribution): string {
  const base =
    process.getuid?.() === 0 ? '/var/cache' : (process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'))
  return join(base, 'cay-servers', `${id}-${version}-${process.arch}`)
}

function readDistribution(): Distribution {
  const file = '/etc/os-release'
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  const families = [field('ID'), ...field('ID_LIKE').split(' ')]
  return { id: field('ID'), version: field('VERSION_ID'), isDebianLike: families.includes('debian') }
}

const howCalled: Readonly<Record<ProgramKind, Readonly<Record<'name' | 'brew' | 'dnf' | 'apk', string>>>> = {
  redis: { name: 'Redis (redis-server)', brew: 'redis', dnf: 'redis', apk: 'redis' },
  postgres: {
    name: 'PostgreSQL (postgres, initdb and psql)',
    brew: 'postgresql',
    dnf: 'postgresql-server',
    apk: 'postgresql',
  },
  pgbouncer: { name: 'PgBouncer (pgbouncer)', brew: 'pgbouncer', dnf: 'pgbouncer', apk: 'pgbouncer' },
  openssl: { name: 'OpenSSL (openssl)', brew: 'openssl', dnf: 'openssl', apk: 'openssl' },
  curl: { name: 'curl', brew: 'curl', dnf: 'curl', apk: 'curl' },
}

function howToInstall(kind: ProgramKind): string {
  const { name, brew, dnf, apk } = howCalled[kind]
  return (
    `The tests need ${name}, and this machine has none. Install it and see that it is on the PATH: ` +
    `apt-get install ${wanted[kind]} (Debian, Ubuntu) · brew install ${brew} (macOS) · ` +
    `dnf install ${dnf} (Fedora) · apk add ${apk} (Alpine). Nothing has to be started or configured.`
  )
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
