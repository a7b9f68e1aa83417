import { parseArgs } from 'node:util'
import { copyBroken } from './broken-copy.ts'
import { check, type CheckOptions } from './check.ts'
import { breachCount, describeBreaches, describeReport, isClean, describeProgress } from './report.ts'
import { safeguards, type Safeguard } from './safeguards.ts'
import { redisKinds, type RedisKind } from './stage.ts'

const usage = `npm run check:coherence [-- options]
  --redis KIND      what stands for Redis: single, sentinel or cluster; may be repeated. Default: each
  --seconds N       how long faults are inflicted at least (180)
  --judged N        how many reads are judged at least (5000000)
  --seed N          what is drawn: keys, writes, faults and their order (1)
  --reads N         reads wanted a second, of all instances (40000)
  --only PART       only faults whose names hold this; may be repeated
  --without NAME    only with this safeguard taken away; may be repeated. Default: first with everything in place, then
                    with one after another taken away. none: nothing is taken away
  --without-seconds N  how long that is tried, for each (40)
  --help
`

/** Instead of a safeguard's name. */
const everything = 'all'
const nothing = 'none'

const { values } = parseArgs({
  options: {
    redis: { type: 'string', multiple: true, default: [...redisKinds] },
    seconds: { type: 'string', default: '180' },
    judged: { type: 'string', default: '5000000' },
    seed: { type: 'string', default: '1' },
    reads: { type: 'string', default: '40000' },
    only: { type: 'string', multiple: true, default: [] },
    without: { type: 'string', multiple: true },
    'without-seconds': { type: 'string', default: '40' },
    help: { type: 'boolean', default: false },
  },
})

/** Of every check; each tells its progress by itself. */
function options(): Omit<CheckOptions, 'length' | 'redis'> {
  let told = 0
  return {
    seed: wholeNumber('seed'),
    readsPerSecond: wholeNumber('reads'),
    only: values.only,
    onProgress: (soFar) => {
      process.stdout.write(`${describeProgress(soFar, told)}\n`)
      told = soFar.findings.length
    },
  }
}

process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  if (values.help) {
    process.stdout.write(usage)
    return true
  }
  const names = values.without ?? [everything]
  const isWhole = names.every((name) => name === everything || name === nothing)
  let isWell = true
  for (const redis of isWhole ? kinds() : []) isWell = (await checkAll(redis)) && isWell
  for (const safeguard of names.flatMap(named)) isWell = (await checkWithout(safeguard)) && isWell
  return isWell
}

/** Everything in place: no breach may be found. */
async function checkAll(redis: RedisKind): Promise<boolean> {
  const length = { seconds: wholeNumber('seconds'), reads: wholeNumber('judged') }
  process.stdout.write(
    `Coherence, Redis: ${redis}, seed ${values.seed}, ${length.seconds} s and ${length.reads} reads at least\n`,
  )
  const report = await check({ ...options(), redis, length })
  process.stdout.write(`\n${describeReport(report)}\n`)
  return isClean(report)
}

/** A safeguard taken away: breaches must be found, or the check sees nothing. */
async function checkWithout({ name, replacements, faults, redis = 'single' }: Safeguard): Promise<boolean> {
  const seconds = wholeNumber('without-seconds')
  process.stdout.write(`\nWithout "${name}", Redis: ${redis}, seed ${values.seed}, ${seconds} s\n`)
  await using copy = await copyBroken(replacements)
  const only = values.only.length > 0 ? values.only : faults
  const report = await check({
    ...options(),
    redis,
    only,
    length: { seconds, reads: 0 },
    script: copy.script,
  })
  process.stdout.write(`${describeBreaches(report)}\n`)
  return breachCount(report) > 0
}

function kinds(): readonly RedisKind[] {
  return values.redis.map((name) => {
    const kind = redisKinds.find((one) => one === name)
    if (kind === undefined) throw new Error(`--redis: ${name} is none of ${redisKinds.join(', ')}`)
    return kind
  })
}

function named(name: string): readonly Safeguard[] {
  if (name === nothing) return []
  if (name === everything) return safeguards.filter(({ redis = 'single' }) => kinds().includes(redis))
  const found = safeguards.find((safeguard) => safeguard.name === name)
  if (found !== undefined) return [found]
  throw new Error(`Not a safeguard: ${name}. There are: ${safeguards.map((one) => one.name).join('; ')}`)
}

function wholeNumber(option: 'seconds' | 'judged' | 'seed' | 'reads' | 'without-seconds'): number {
  const value = Number(values[option])
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${option}: ${values[option]} is not a whole number above 0`)
}
