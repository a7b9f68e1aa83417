import { announcement } from './announcement.ts'
import { createApp } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { systemClock } from './platform/clock.ts'
import { Drain } from './platform/drain.ts'
import { StartError } from './platform/errors.ts'
import type { App } from './platform/http.ts'
import { stopOnSignals } from './stop.ts'

try {
  const config = readConfig()
  const drain = new Drain(systemClock)
  const app = await createApp(config, { drain })
  stopOnSignals(app, drain)
  if (config.environment === 'production') await listen(app, config)
  else {
    await withoutLog(app, () => listen(app, config))
    process.stdout.write(announcement(config, app.listeningOrigin))
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

/** Fastify logs its address when it listens: as JSON, in the middle of what is printed for people. */
async function withoutLog(app: App, work: () => Promise<void>): Promise<void> {
  const { level } = app.log
  app.log.level = 'error'
  await work()
  app.log.level = level
}

/** @throws {StartError} */
async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw new StartError(whyNot(error, host, port))
  }
}

function whyNot(error: unknown, host: string, port: number): string {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1}`,
    EACCES: `Port ${port} needs rights this user does not have. Choose one above 1023 with PORT.`,
    EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`,
    ENOTFOUND: `HOST is ${host}, which can't be looked up. Use 127.0.0.1, or 0.0.0.0 for all.`,
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? `Can't listen on ${host}:${port}: ${error instanceof Error ? error.message : code}`
}
