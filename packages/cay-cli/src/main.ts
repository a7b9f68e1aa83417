#!/usr/bin/env node
import { internalError, run } from './cli.ts'
import type { Outcome } from './command.ts'

function end({ stdout, stderr, exitCode }: Outcome): void {
  process.stderr.write(stderr)
  // Not before all of it is written; and then at once: a name that is still being looked up would keep the process.
  process.stdout.write(stdout, () => process.exit(exitCode))
}

// Node would print the message too, which may hold a password.
process.on('uncaughtException', (error) => {
  end(internalError(error))
})

const { NO_COLOR = '' } = process.env
const isColored = process.stdout.isTTY && NO_COLOR === ''
end(await run(process.argv.slice(2), { env: process.env, isColored }).catch(internalError))
