/** Reading the address of the database. What is wrong is said without the address: it can hold a password. */

const encodeHint = 'Characters such as @ : / # in the user or the password must be percent-encoded.'

export function databaseUrlProblem(url: string): string | undefined {
  const address = parse(url)
  if (address === undefined) {
    return `can't be read as an address. Give postgres://user:password@host:5432/database. ${encodeHint}`
  }
  if (!['postgres:', 'postgresql:'].includes(address.protocol)) {
    return `does not begin with postgres://. Give postgres://user:password@host:5432/database.`
  }
  if (address.pathname.length <= 1)
    return 'names no database. Give postgres://user:password@host:5432/database.'
  return undefined
}

/** Where the database is, for people. No user, no password. */
export function describeDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : decodeURIComponent(hostname)
  return `${host}:${port === '' ? '5432' : port}${decodeURIComponent(pathname)}`
}

/** Undefined also where user, password or path hold a stray `%`, which the drivers would stumble over. */
function parse(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined
  const address = new URL(url)
  try {
    decodeURIComponent(`${address.username}${address.password}${address.hostname}${address.pathname}`)
    return address
  } catch {
    return undefined
  }
}
