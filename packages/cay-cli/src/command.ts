/** What a command is given beside its arguments. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether standard output is a terminal that wants colour. */
  readonly isColored: boolean
}

/** What a command has to say. Neither text ever holds a password. */
export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** One word after `cay`. */
export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** Lines that can be typed, for the same list. */
  readonly examples: readonly string[]
  /** All there is to know, as `cay <name> --help` prints it. */
  readonly help: string
  /** @throws {UsageError} for arguments that make no sense */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<Outcome>
}

/** The command can't be understood: nothing was done. Its message never holds what was typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
