import { fileURLToPath } from 'node:url'
import { writeBlock } from '../page-block.ts'
import { startCountingPostgres } from '../resilience/stage.ts'
import { describeComparison, play, type Outcome } from './compare.ts'
import type { Progress } from './load.ts'
import { loadOptions, UsageError, type LoadOptions } from './options.ts'
import { describeProgress, describeSummary, isError } from './summary.ts'

const usage = `npm run check:load [-- options]
  The mixture of npm run load on PostgreSQL, Redis and two processes of the API: with the cache, then without. Minutes.
    --rate N      requests a second (200)
    --seconds N   for how long, each (60)
    --people N    how many sign in (40)
    --seed N      who does what (1)
    --write       puts the tables into docs/benchmarks.md
    --help
`

const defaults = ['--rate', '200', '--seconds', '60', '--people', '40']
const quietForS = 10

// So that the servers and processes that were started end with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
try {
  const args = process.argv.slice(2)
  const options = loadOptions([...defaults, ...args.filter((arg) => arg !== '--write')])
  if (options.isHelp) process.stdout.write(usage)
  else process.exitCode = (await run(options, args.includes('--write'))) ? 0 : 1
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${usage}`)
  process.exitCode = 64
}

async function run({ rate, seconds, people, seed }: LoadOptions, isWritten: boolean): Promise<boolean> {
  await using postgres = await startCountingPostgres()
  const playing = async (isCached: boolean): Promise<Outcome> => {
    process.stderr.write(isCached ? 'With the cache:\n' : 'Without:\n')
    const outcome = await play({ postgres, isCached, rate, seconds, people, seed, told: showProgress })
    process.stderr.write(`${describeSummary(outcome.answers)}\n`)
    return outcome
  }
  const cached = await playing(true)
  const strong = await playing(false)
  const text = describeComparison(cached, strong, seconds)
  process.stdout.write(`${text}\n`)
  const page = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url))
  if (isWritten) await writeBlock(page, 'load', text)
  return ![...cached.answers, ...strong.answers].some(isError)
}

function showProgress(progress: Progress): void {
  if (progress.seconds % quietForS === 0) process.stderr.write(`${describeProgress(progress)}\n`)
}
