import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { RedisTierOptions } from 'cay/redis'

/**
 * Starts tiers in a process of its own and closes each, at whatever moment of its connecting.
 * @returns what the process has printed when it has ended by itself: `closed`
 * @throws where it does not end
 */
export async function closeAtEveryMoment(options: RedisTierOptions): Promise<string> {
  const script = `
    import { redisTier } from 'cay/redis'
    import { silentEvents } from 'cay/testing'
    const turns = (n) => new Promise((resolve) => (n === 0 ? resolve() : setImmediate(() => turns(n - 1).then(resolve))))
    for (const n of [0, 1, 2, 3, 5, 8, 13, 21, 34, 200, 2_000]) {
      const tier = redisTier(${JSON.stringify(options)})
      tier.start(silentEvents)
      await turns(n)
      await tier.close()
    }
    console.log('closed')`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=cay-source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, timeout: 10_000 },
  )
  return stdout.trim()
}
