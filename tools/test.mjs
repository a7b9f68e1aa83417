// @ts-check
import { rmSync } from 'node:fs'
import { runChecks } from './checks.mjs'
import { runInForeground } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { commandOf, findNode, inRoot, readJson, requireNode } from './workspace.mjs'

/** @type {string[]} */
const times = []

/**
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} run
 * @returns {Promise<T>}
 */
async function phase(name, run) {
  const started = Date.now()
  const result = await run()
  times.push(`${name} ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return result
}

requireNode()
await phase('install', ensureInstalled)
const node = findNode()
const args = process.argv.slice(2)

const serversCode = await phase('servers', () =>
  runInForeground(node, ['--disable-warning=ExperimentalWarning', 'tools/servers/src/provision-command.ts']),
)
const failedChecks = args.length > 0 ? [] : await phase('check', () => runChecks(node))

// Its own, so that two runs at once do not read each other's.
const report = inRoot(`.cache/tests-${process.pid}.json`)
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const testsCode = await phase('tests', () =>
  runInForeground(node, [commandOf('vitest'), 'run', ...reporters, ...args]),
)

const { passed, failed, skipped } = countTests()
rmSync(report, { force: true })
const failures = [
  ...failedChecks.map((name) => `check: ${name}`),
  ...(serversCode === 0 ? [] : ['servers are missing']),
  // An error outside of any test, or no test at all.
  ...(testsCode !== 0 && failed === 0 ? [`vitest ended with code ${testsCode}`] : []),
]
process.stdout.write(`\n${times.join(', ')}\n`)
if (failures.length > 0) process.stdout.write(`Failed beside the tests: ${failures.join(', ')}\n`)
const skippedPart = skipped === 0 ? '' : `, ${skipped} skipped`
// What failed beside the tests counts too: a last line that says `0 failed` means that all is well.
process.stdout.write(`${passed} passed, ${failed + failures.length} failed${skippedPart}\n`)
process.exitCode = failed + failures.length > 0 ? 1 : 0

/** A file that could not be loaded has no tests to fail: it counts as one. */
function countTests() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readJson(report)
    const broken = testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
        file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
    )
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    }
  } catch {
    // vitest ended before it could write.
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
