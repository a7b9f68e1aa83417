import { UsageError, type Surroundings } from '../command.ts'

/**
 * The servers to look at.
 * @throws {UsageError} for what is no address; the message never holds it
 */
export function addressesOf(url: string | undefined, env: Surroundings['env']): readonly string[] {
  const given = url ?? env['REDIS_URL']
  if (given === undefined) throw new UsageError('No address is given, and REDIS_URL is not set.')
  if (!URL.canParse(given) || !/^rediss?:\/\/[^/]/.test(given)) {
    throw new UsageError('This is no address. Give redis://user:password@host:6379, or rediss:// for TLS.')
  }
  return [given]
}
