import { systemClock } from './platform/clock.ts'
import type { Drain } from './platform/drain.ts'
import type { App } from './platform/http.ts'

/** Everything is closed by then, or the process ends without. Docker waits 10 seconds before it kills, others 30. */
const deadlineMs = 8_000
/** npm and the terminal both send the first signal. One that comes later was meant. */
const sameSignalMs = 1_000

/**
 * Ends the process in good order on SIGTERM and SIGINT: requests are drained, then the cache is closed, then the database.
 * The exit code is 0 where all of it was done by the deadline, and 1 where it was not, or where a second signal, at least
 * a second after the first, said not to wait.
 */
export function stopOnSignals(app: App, drain: Drain): void {
  let begunAt: number | undefined
  const onSignal = (signal: string): void => {
    const now = systemClock.now()
    if (begunAt === undefined) {
      begunAt = now
      stop(app, drain, signal)
    } else if (now - begunAt >= sameSignalMs) giveUp(app, drain, 'a second signal')
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

function stop(app: App, drain: Drain, signal: string): void {
  const begun = systemClock.now()
  app.log.info({ signal, ...drain.open }, 'stopping: requests are served until nobody sends any more')
  systemClock.after(deadlineMs, () => {
    giveUp(app, drain, `${deadlineMs / 1_000} seconds are over`)
  })
  drainAndClose(app, drain).then(
    () => {
      app.log.info({ ms: Math.round(systemClock.now() - begun) }, 'stopped: every request was answered')
      process.exit(0)
    },
    (error: unknown) => {
      app.log.error({ err: error }, 'closing failed')
      process.exit(1)
    },
  )
}

async function drainAndClose(app: App, drain: Drain): Promise<void> {
  await drain.begin()
  await app.close()
}

function giveUp(app: App, drain: Drain, why: string): void {
  const { requests, connections } = drain.open
  const open = connections === 0 ? 'the cache or the database' : 'requests'
  app.log.error({ open, requests, connections }, `stopped without waiting any longer: ${why}`)
  process.exit(1)
}
