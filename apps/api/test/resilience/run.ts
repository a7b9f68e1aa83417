import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { faults, wellAtStart } from './faults.ts'
import { playAll } from './matrix.ts'
import { coldStart, lossUnderLoad, type Rush } from './rush.ts'
import type { Lengths, Outcome } from './scenario.ts'
import { complaintsOf, describeSoak } from './soak-report.ts'
import { soak } from './soak.ts'
import { startCountingPostgres } from './stage.ts'
import { writeBlock } from '../page-block.ts'
import { describeMatrix } from './table.ts'

const usage = `npm run check:resilience [-- matrix | rush | soak] [-- options]
  matrix         every fault of Redis under load, as a table (what is run unless told otherwise)
    --only PART    only faults whose names hold this; may be repeated
    --rounds N     how often each fault is inflicted, each time for longer (3)
    --write        puts the table into README.md
  rush           four processes that start cold; Redis lost when memory is of no use
  soak           random faults under load; then memory, sockets and timers are where they were
    --seconds N    for how long faults are inflicted (600)
  --seed N       what is asked for, by whom, and which faults (1)
  --help
`

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const lengths: Lengths = {
  warmUpMs: 2_000,
  quietMs: 4_000,
  faultMs: 4_500,
  mendMs: 90_000,
  steadyMs: 500,
  perSecond: 400,
}
/** Each round is so much longer than the one before: so that no mend falls on a probe by chance every time. */
const longerMs = 1_300
const soakPerSecond = 200
const shownFailures = 5

const commands: Readonly<Record<string, () => Promise<boolean>>> = {
  matrix: runMatrix,
  rush: runRush,
  soak: runSoak,
}

// So that the servers and processes that were started end with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  const [name = 'matrix'] = positionals
  const command = commands[name]
  if (command !== undefined && !values.help) return command()
  process.stdout.write(usage)
  return values.help
}

async function runMatrix(): Promise<boolean> {
  const { only } = values
  const wanted = faults.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))
  const outcomes: Outcome[] = []
  await using postgres = await startCountingPostgres()
  for (let round = 0; round < wholeNumber('rounds'); round++) {
    const options = {
      ...{ postgres, isCounting: true, seed: wholeNumber('seed') + round },
      lengths: { ...lengths, faultMs: lengths.faultMs + round * longerMs },
      played: (outcome: Outcome) => {
        outcomes.push(outcome)
        const [, , , row = ''] = describeMatrix([outcome]).split('\n')
        process.stderr.write(`${row}\n${failuresOf(outcome)}`)
      },
    }
    if (only.length === 0) await playAll([wellAtStart], options)
    await playAll(wanted, options)
  }
  const table = describeMatrix(outcomes)
  process.stdout.write(`${table}\n`)
  const readme = fileURLToPath(new URL('../../../../README.md', import.meta.url))
  if (values.write) await writeBlock(readme, 'matrix', table)
  return outcomes.every((outcome) => failuresOf(outcome) === '' && outcome.closesInMs !== undefined)
}

function failuresOf({ quiet, broken }: Outcome): string {
  return [...quiet.answers, ...broken.answers]
    .filter(({ failure }) => failure !== undefined)
    .slice(0, shownFailures)
    .map(({ kind, ms, failure }) => `  ${kind} failed after ${ms.toFixed(0)} ms: ${failure ?? ''}\n`)
    .join('')
}

async function runRush(): Promise<boolean> {
  await using postgres = await startCountingPostgres()
  const rush = await coldStart({ postgres, people: 2_000, holdMs: 500 })
  process.stdout.write(`Four processes started cold: ${describeRush(rush)}\n`)
  const loss = await lossUnderLoad({ postgres, people: 2_000, holdMs: 500, perSecond: 400, awayMs: 5_000 })
  const closes = loss.closesInMs === undefined ? 'not' : `in ${loss.closesInMs.toFixed(0)} ms`
  process.stdout.write(`Redis lost, memory of no use: ${describeRush(loss)}; used again ${closes}\n`)
  return rush.failures.length + loss.failures.length === 0 && loss.closesInMs !== undefined
}

function describeRush({ requests, failures, statements, rows, mostAtOnce, ms, longestMs }: Rush): string {
  return (
    `${failures.length} of ${requests} requests failed, ${statements} statements read ${rows} rows, ` +
    `${mostAtOnce} at once at most, everybody served in ${(ms / 1_000).toFixed(1)} s, longest ${longestMs.toFixed(0)} ms` +
    failures
      .slice(0, shownFailures)
      .map((failure) => `\n  ${failure}`)
      .join('')
  )
}

async function runSoak(): Promise<boolean> {
  await using postgres = await startCountingPostgres()
  const result = await soak({
    ...{ postgres, perSecond: soakPerSecond, seconds: wholeNumber('seconds'), seed: wholeNumber('seed') },
    inflicted: (name) => process.stderr.write(`${name}\n`),
  })
  process.stdout.write(`\n${describeSoak(result)}\n`)
  return complaintsOf(result).length === 0
}

function wholeNumber(option: 'rounds' | 'seconds' | 'seed'): number {
  const value = Number(values[option])
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`--${option}: ${values[option]} is not a whole number above 0`)
}
