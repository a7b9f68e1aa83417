#!/usr/bin/env node
import { internalError, run } from './cli.ts'

const { NO_COLOR = '' } = process.env
const outcome = await run(process.argv.slice(2), {
  env: process.env,
  isColored: process.stdout.isTTY && NO_COLOR === '',
}).catch(internalError)

process.stderr.write(outcome.stderr)
// Not before all of it is written; and then at once: a name that is still being looked up would keep the process.
process.stdout.write(outcome.stdout, () => process.exit(outcome.exitCode))
