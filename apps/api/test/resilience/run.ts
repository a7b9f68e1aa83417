import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { faults } from './faults.ts'
import { playAll } from './matrix.ts'
import type { Lengths, Outcome } from './scenario.ts'
import { startCountingPostgres } from './stage.ts'
import { describeMatrix, writeMatrix } from './table.ts'

const usage = `npm run check:resilience [-- matrix] [-- options]
  --only PART    only faults whose names hold this; may be repeated
  --rounds N     how often each fault is inflicted, each time for longer (3)
  --seed N       what is asked for, and by whom (1)
  --write        puts the table into README.md
  --help
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})

const shownFailures = 5
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

process.exitCode = (await run()) ? 0 : 1

async function run(): Promise<boolean> {
  if (values.help) {
    process.stdout.write(usage)
    return true
  }
  const { only } = values
  const wanted = faults.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))
  const outcomes: Outcome[] = []
  await using postgres = await startCountingPostgres()
  for (let round = 0; round < Number(values.rounds); round++) {
    await playAll(wanted, {
      ...{ postgres, isCounting: true, seed: Number(values.seed) + round },
      lengths: { ...lengths, faultMs: lengths.faultMs + round * longerMs },
      played: (outcome) => {
        outcomes.push(outcome)
        process.stderr.write(`${describeMatrix([outcome]).split('\n').at(-1) ?? ''}\n${failuresOf(outcome)}`)
      },
    })
  }
  const table = describeMatrix(outcomes)
  process.stdout.write(`${table}\n`)
  const readme = fileURLToPath(new URL('../../../../README.md', import.meta.url))
  if (values.write) await writeMatrix(readme, table)
  return outcomes.every((outcome) => failuresOf(outcome) === '')
}

function failuresOf({ quiet, broken }: Outcome): string {
  return [...quiet.answers, ...broken.answers]
    .filter(({ failure }) => failure !== undefined)
    .slice(0, shownFailures)
    .map(({ kind, ms, failure }) => `  ${kind} failed after ${ms.toFixed(0)} ms: ${failure ?? ''}\n`)
    .join('')
}
