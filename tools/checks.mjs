// @ts-check
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { commandOf, inRoot, root } from './workspace.mjs'

const cacheOf = (/** @type {string} */ name) => ['--cache', '--cache-location', inRoot(`.cache/${name}`)]

/**
 * What `npm run check` checks, the slowest first so that they end together.
 * @type {{ name: string, script: () => string, args: string[] }[]}
 */
const checks = [
  {
    name: 'lint',
    script: () => commandOf('eslint'),
    args: ['.', '--max-warnings=0', '--cache-strategy=content', ...cacheOf('eslint')],
  },
  {
    name: 'types',
    script: () => commandOf('typescript', 'tsc'),
    args: ['--project', 'tsconfig.json', '--pretty', 'false'],
  },
  {
    name: 'dead code',
    script: () => commandOf('knip'),
    args: ['--no-progress', '--treat-config-hints-as-errors'],
  },
  {
    name: 'imports',
    script: () => commandOf('dependency-cruiser', 'depcruise'),
    args: ['--output-type', 'err-long', '--progress', 'none', '.'],
  },
  {
    name: 'format',
    script: () => commandOf('prettier'),
    args: ['--check', '--log-level=warn', '.', ...cacheOf('prettier')],
  },
]

/**
 * Runs every check, whatever the others say, and prints a line for each, with its output if it failed.
 * @param {string} node
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(node) {
  /** @type {string[]} */
  const failed = []
  const waiting = [...checks]
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = Date.now()
      const { code, output } = await run(node, [check.script(), ...check.args])
      if (code !== 0) failed.push(check.name)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      process.stdout.write(
        `${code === 0 ? '✓' : '✗'} ${check.name} ${seconds} s\n${code === 0 ? '' : output}`,
      )
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return failed
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => (output += String(chunk))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
