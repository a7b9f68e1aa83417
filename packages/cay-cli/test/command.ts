import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** What a run of the command left. */
export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const main = join(import.meta.dirname, '../src/main.ts')

/** Runs the command as a process, as somebody at a terminal does, but without the terminal. */
export async function cay(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>()
  execFile(process.execPath, ['--conditions=cay-source', main, ...args], { env }, (error, stdout, stderr) => {
    resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr })
  })
  return promise
}

/** `cay check`, with a target that a machine with much to do meets too. */
export async function check(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const run = await cay(['check', '--target-ms', '1000', ...args], env)
  return { ...run, stdout: masked(run.stdout) }
}

/** Without what differs from run to run. */
export function masked(text: string): string {
  return text
    .replace(/(?<=127\.0\.0\.1:|localhost:)\d+/g, 'PORT')
    .replace(/\d[\d.]*(?= (ms|MB|rounds)\b| %)/g, '#')
    .replace(/(?<=Redis |Valkey )\d[\d.]*\d/g, 'VERSION')
}
