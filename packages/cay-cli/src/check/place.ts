import { redisFromEnvironment, type RedisPlace, type SentinelPlace } from 'cay/redis'
import { UsageError, type Surroundings } from '../command.ts'
import { checkServer, targetOf, type ServerReport } from './server.ts'
import { openSession } from './session.ts'
import { whyNot } from './unreachable.ts'

/**
 * Where Redis is: by the address that was typed, else by the variables that the API reads.
 * @throws {UsageError} for what is no address; the message never holds it
 */
export function placeOf(url: string | undefined, env: Surroundings['env']): RedisPlace {
  const { place, problems } = redisFromEnvironment(url === undefined ? env : { REDIS_URL: url })
  if (place !== undefined) return place
  if (problems.length === 0) throw new UsageError('No address is given, and no variable says where Redis is.')
  const lines = problems.map(({ variable, problem }) =>
    url === undefined ? `${variable} ${problem}` : `The address ${problem}`,
  )
  throw new UsageError(lines.join('\n'))
}

/** Every server that is named, one after another, for each is timed; and the master that Sentinels name. */
export async function checkPlace(place: RedisPlace, targetMs: number): Promise<readonly ServerReport[]> {
  if (place.url !== undefined) return [await checkServer(place.url, { isOfCluster: false, targetMs })]
  if (place.sentinel !== undefined) return checkSentinels(place.sentinel, targetMs)
  const reports: ServerReport[] = []
  for (const url of place.cluster) reports.push(await checkServer(url, { isOfCluster: true, targetMs }))
  return reports.some(isReached) ? reports.map(asOneOfMany) : reports
}

async function checkSentinels(place: SentinelPlace, targetMs: number): Promise<readonly ServerReport[]> {
  const silent: ServerReport[] = []
  let master: string | undefined
  for (const url of place.urls) {
    const answer = await askSentinel(url, place)
    if (typeof answer === 'string') master ??= answer
    else silent.push(answer)
  }
  if (master === undefined) return silent
  return [...silent.map(asOneOfMany), await checkServer(master, { isOfCluster: false, targetMs })]
}

/** The address of the master, or why this Sentinel does not tell it. */
async function askSentinel(url: string, place: SentinelPlace): Promise<string | ServerReport> {
  const target = targetOf(url, 26_379)
  const failed = (finding: ServerReport['findings'][number]): ServerReport => ({
    target: { ...target, isSentinel: true },
    connectMs: undefined,
    exercise: undefined,
    facts: undefined,
    findings: [finding],
  })
  try {
    using session = await openSession(url)
    const reply = await session.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', place.name)
    if (Array.isArray(reply)) return urlOf(place, target.isEncrypted, reply.map(String))
    return failed({
      severity: 'error',
      code: 'master_unknown',
      found: 'This Sentinel knows no master of that name.',
      advice: 'SENTINEL MASTERS on it lists those that it knows.',
    })
  } catch (error) {
    return failed(await whyNot(error, target))
  }
}

function urlOf(
  place: SentinelPlace,
  isEncrypted: boolean,
  [host = '', port = '']: readonly string[],
): string {
  const { username = '', password = '', database = 0 } = place
  const scheme = (place.isEncrypted ?? isEncrypted) ? 'rediss' : 'redis'
  const access = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`
  return `${scheme}://${access === ':@' ? '' : access}${host.includes(':') ? `[${host}]` : host}:${port}/${database}`
}

function isReached({ connectMs }: ServerReport): boolean {
  return connectMs !== undefined
}

/** Where another answers, one that can't be reached is missed, and no more. */
function asOneOfMany(report: ServerReport): ServerReport {
  if (isReached(report)) return report
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, severity: 'warning' })) }
}
