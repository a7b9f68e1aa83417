// @ts-check
import { runInForeground } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { findNode, requireNode } from './workspace.mjs'

requireNode()
await ensureInstalled()

const { NODE_ENV, SEED_DEMO = NODE_ENV === 'production' ? undefined : 'true' } = process.env
process.exitCode = await runInForeground(
  findNode(),
  [
    '--disable-warning=ExperimentalWarning',
    '--conditions=cay-source',
    'apps/api/src/server.ts',
    ...process.argv.slice(2),
  ],
  { env: { ...process.env, ...(SEED_DEMO === undefined ? {} : { SEED_DEMO }) }, hasInput: true },
)
