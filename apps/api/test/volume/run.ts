import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeBlock } from '../page-block.ts'
import { tokensById } from '../resilience/people.ts'
import { volumeOf } from './fill.ts'
import { listsOf } from './lists.ts'
import { describeMeasured, measure, type Measured } from './measure.ts'
import { slowStatements, startFullStage } from './stage.ts'

const usage = `npm run check:volume [-- options]
  Fills a PostgreSQL with a million users and 200,000 jobs, and measures every list and search: what was never asked
  before (cold), and the same again (warm). Minutes.
    --share N      of the rows only this part, above 0 and up to 1 (1)
    --turns N      how often each list is asked for something new (400)
    --in-flight N  requests at a time (20)
    --only PART    only lists whose paths hold this; may be repeated
    --plans MS     prints the plans of statements that took longer, which makes all of them slower
    --write        puts the table into docs/benchmarks.md
    --help
`

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    turns: { type: 'string', default: '400' },
    'in-flight': { type: 'string', default: '20' },
    only: { type: 'string', multiple: true, default: [] },
    plans: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const goals = { coldP99: 100, warmP99: 10 }
const mostInFlight = 500
/** A list can be asked for 500 pages by `skip`, and some of them are asked for before it begins. */
const mostTurns = 480
const shownStatements = 8

// So that the servers and processes that were started end with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
if (values.help) process.stdout.write(usage)
else process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  const volume = volumeOf(above0('share', 1))
  await using stage = await startFullStage({
    volume,
    told: (what) => process.stderr.write(`${what}\n`),
    ...(values.plans === undefined ? {} : { settings: explaining(values.plans) }),
  })
  const { only } = values
  const lists = listsOf(volume, stage.facts).filter(
    ({ path }) => only.length === 0 || only.some((part) => path.includes(part)),
  )
  await slowStatements(stage.databaseUrl, 1)
  const measured = await measure(
    lists,
    {
      origin: stage.origin,
      token: tokensById(),
      turns: above0('turns', mostTurns),
      warmTimes: 2_000,
      inFlight: above0('in-flight', mostInFlight),
    },
    (one) => process.stderr.write(`${describeMeasured([one]).split('\n')[2] ?? ''}\n${failuresOf(one)}`),
  )
  const table = describeMeasured(measured)
  process.stdout.write(`${table}\n\nThe statements that took longest:\n`)
  for (const { longestMs, meanMs, calls, text } of await slowStatements(stage.databaseUrl, shownStatements)) {
    process.stdout.write(`${longestMs.toFixed(0)} ms, mean ${meanMs.toFixed(1)} of ${calls}: ${text}\n\n`)
  }
  if (values.plans !== undefined) process.stdout.write(stage.output())
  const page = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url))
  if (values.write) await writeBlock(page, 'volume', table)
  for (const { list, cold, warm } of measured.filter(isSlow)) {
    process.stdout.write(
      `Slower than it should be: ${list.path} ${list.what}: cold ${cold.p99.toFixed(0)} ms, warm ${warm.p99.toFixed(1)}\n`,
    )
  }
  return measured.every((one) => one.failures.length === 0 && !isSlow(one))
}

function isSlow({ list, cold, warm }: Measured): boolean {
  const isSlowCold = list.noGoal !== 'cold' && cold.p99 >= goals.coldP99
  return isSlowCold || (list.noGoal !== 'warm' && warm.p99 >= goals.warmP99)
}

function failuresOf({ failures }: Measured): string {
  return failures
    .slice(0, 3)
    .map((failure) => `  failed: ${failure}\n`)
    .join('')
}

/** Settings by which PostgreSQL writes the plans of what takes longer. */
function explaining(ms: string): Record<string, string> {
  return {
    shared_preload_libraries: 'pg_stat_statements,auto_explain',
    'auto_explain.log_min_duration': ms,
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'off',
  }
}

function above0(option: 'share' | 'turns' | 'in-flight', most: number): number {
  const value = Number(values[option])
  if (value > 0 && value <= most) return value
  throw new Error(`--${option}: ${values[option]} is not above 0 and up to ${most}`)
}
