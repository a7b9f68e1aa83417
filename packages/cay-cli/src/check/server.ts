import { exercise, type Exercise } from './exercise.ts'
import type { Finding } from './finding.ts'
import { judge, worstFirst } from './judge.ts'
import { askForFacts, type ServerFacts } from './server-facts.ts'
import { openSession } from './session.ts'
import { whyNot, type Target } from './unreachable.ts'

/** All that a check has to say of one server. What could not be learned is undefined. */
export interface ServerReport {
  readonly target: Target
  readonly connectMs: number | undefined
  readonly exercise: Exercise | undefined
  readonly facts: ServerFacts | undefined
  /** The worst first. */
  readonly findings: readonly Finding[]
}

export interface ServerOptions {
  /** Whether its address is one of a list of servers of a Cluster. */
  readonly isOfCluster: boolean
  /** How long SET, GET and DELETE may take, in milliseconds. */
  readonly targetMs: number
}

/** Connects, does with a key of its own what Cay does, asks the server about itself, and judges. */
export async function checkServer(url: string, options: ServerOptions): Promise<ServerReport> {
  const target = targetOf(url)
  const report: { -readonly [Key in keyof ServerReport]: ServerReport[Key] } = {
    target,
    connectMs: undefined,
    exercise: undefined,
    facts: undefined,
    findings: [],
  }
  try {
    using session = await openSession(url)
    const { connectMs } = session
    report.connectMs = connectMs
    const facts = (report.facts = await askForFacts(session))
    const done = (report.exercise = await exercise(session))
    report.findings = judge({ target, connectMs, facts, exercise: done, ...options })
  } catch (error) {
    report.findings = worstFirst([await whyNot(error, target)])
  }
  return report
}

/** @param defaultPort where the address names none */
export function targetOf(url: string, defaultPort = 6379): Target {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    host,
    port: port === '' ? defaultPort : Number(port),
    isEncrypted: protocol === 'rediss:',
    isSentinel: false,
  }
}
