// @ts-check
import { runChecks } from './checks.mjs'
import { ensureInstalled } from './install.mjs'
import { findNode, requireNode } from './workspace.mjs'

requireNode()
await ensureInstalled()
const failed = await runChecks(findNode())
if (failed.length > 0) {
  process.stdout.write(`Failed: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
