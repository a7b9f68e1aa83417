import { UsageError, type Command, type Outcome, type Surroundings } from './command.ts'
import { check } from './commands/check.ts'

/** Every command, in the order in which `cay --help` lists them. */
const commands: readonly Command[] = [check]

/** Of sysexits.h, for what has nothing to do with the state of what was asked about. */
const exitCodes = { usage: 64, internal: 70 }

const askingForHelp = ['--help', '-h', 'help']

/** Does what the arguments say. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const [name, ...rest] = args
  if (name === undefined) return { stdout: '', stderr: help(), exitCode: exitCodes.usage }
  if (askingForHelp.includes(name)) return printed(help())
  const command = commands.find((candidate) => candidate.name === name)
  if (command === undefined) return misused('There is no such command.', 'cay --help')
  if (rest.some((argument) => argument === '--help' || argument === '-h')) return printed(command.help)
  try {
    return await command.run(rest, surroundings)
  } catch (error) {
    if (error instanceof UsageError) return misused(error.message, `cay ${name} --help`)
    throw error
  }
}

/** What was not meant to happen. Its message is left out: whatever it quotes may hold a password. */
export function internalError(error: unknown): Outcome {
  const { name, stack = '' } = error instanceof Error ? error : { name: typeof error }
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '))
  const stderr = ['cay has failed. This is a mistake in cay; please report it:', name, ...frames, ''].join(
    '\n',
  )
  return { stdout: '', stderr, exitCode: exitCodes.internal }
}

function printed(stdout: string): Outcome {
  return { stdout, stderr: '', exitCode: 0 }
}

function misused(problem: string, hint: string): Outcome {
  return { stdout: '', stderr: `${problem}\nSee: ${hint}\n`, exitCode: exitCodes.usage }
}

function help(): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'cay: looks after a Cay cache.',
    '',
    'Usage: cay <command> [arguments]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Examples:',
    ...commands.flatMap(({ examples }) => examples.map((example) => `  ${example}`)),
    '',
    'More about a command: cay <command> --help',
    '',
  ].join('\n')
}
