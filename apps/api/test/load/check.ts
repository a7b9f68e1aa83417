import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeBlock } from '../page-block.ts'
import { startCountingPostgres } from '../resilience/stage.ts'
import { describeComparison, play, type Outcome } from './compare.ts'
import type { Progress } from './load.ts'
import { describeProgress, describeSummary, isError } from './summary.ts'

const usage = `npm run check:load [-- options]
  The mixture of npm run load on PostgreSQL, Redis and two processes of the API: with the cache, then without. Minutes.
    --rate N      requests a second (200)
    --seconds N   for how long, each (60)
    --people N    how many sign in (40)
    --write       puts the tables into docs/benchmarks.md
    --help
`

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    people: { type: 'string', default: '40' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const quietForS = 10

// So that the servers and processes that were started end with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
if (values.help) process.stdout.write(usage)
else process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  const [rate, seconds, people] = [values.rate, values.seconds, values.people].map(Number)
  if (rate === undefined || seconds === undefined || people === undefined) return false
  await using postgres = await startCountingPostgres()
  const outcomes: Outcome[] = []
  for (const isCached of [true, false]) {
    process.stderr.write(isCached ? 'With the cache:\n' : 'Without:\n')
    const outcome = await play({ postgres, isCached, rate, seconds, people, seed: 1, told: showProgress })
    outcomes.push(outcome)
    process.stderr.write(`${describeSummary(outcome.answers)}\n`)
  }
  const [cached, strong] = outcomes
  if (cached === undefined || strong === undefined) return false
  const text = describeComparison(cached, strong, seconds)
  process.stdout.write(`${text}\n`)
  const page = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url))
  if (values.write) await writeBlock(page, 'load', text)
  return outcomes.every(({ answers }) => !answers.some(isError))
}

function showProgress(progress: Progress): void {
  if (progress.seconds % quietForS === 0) process.stderr.write(`${describeProgress(progress)}\n`)
}
