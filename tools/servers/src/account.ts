import { readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

/** Whose process it is to be. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; then it runs as its own user where there is one, else as nobody. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error('PostgreSQL can not run as root, and there is neither a user postgres nor a user nobody')
}

/** The folder for temporary files, or /tmp where that folder is closed to the account. */
export function temporaryFolderFor(account: Account | undefined): string {
  const folder = tmpdir()
  return account === undefined || isOpenToAll(folder) ? folder : '/tmp'
}

function isOpenToAll(folder: string): boolean {
  const canPass = (statSync(folder).mode & 0o001) !== 0
  const parent = dirname(folder)
  return canPass && (parent === folder || isOpenToAll(parent))
}
