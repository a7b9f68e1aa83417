import { load, type Progress } from './load.ts'
import { loadOptions, usage, UsageError, type LoadOptions } from './options.ts'
import { NoStageError } from './signing-in.ts'
import { describeProgress, describeSummary, isError } from './summary.ts'

/** Where no line is written over: every so many seconds. */
const quietForS = 10
const exitCodes = { failed: 1, usage: 64 }

try {
  const options = loadOptions(process.argv.slice(2))
  if (options.isHelp) process.stdout.write(usage)
  else await run(options)
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`)
    process.exitCode = exitCodes.usage
  } else if (error instanceof NoStageError) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = exitCodes.failed
  } else throw error
}

async function run(options: LoadOptions): Promise<void> {
  const { origins, people, rate, seconds } = options
  process.stderr.write(
    `${people} people sign in at ${origins.join(', ')}; then ${rate} requests/s for ${seconds} s.\n`,
  )
  const answers = await load({ ...options, told: showProgress })
  process.stderr.write('\n')
  process.stdout.write(`${describeSummary(answers)}\n`)
  if (answers.some(isError)) process.exitCode = exitCodes.failed
}

function showProgress(progress: Progress): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${describeProgress(progress)}`)
  else if (progress.seconds % quietForS === 0) process.stderr.write(`${describeProgress(progress)}\n`)
}
