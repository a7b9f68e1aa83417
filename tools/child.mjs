// @ts-check
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { root } from './workspace.mjs'

const repeatMs = 1000
const orphanCheckMs = 250

/**
 * Runs a command in the foreground of this script and answers its exit code; one that a signal ended has the code a
 * shell would give it. Signals sent to this script alone are passed on. A Ctrl-C in a terminal is not: the terminal
 * sends it to the command as well. And npm sends the one it gets to this script, too: so each counts once a second.
 * Or npm sends it to the shell between the two, which dies and tells nobody: an orphan ends its command.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, hasInput?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(command, args, { env = process.env, hasInput = false } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: [hasInput ? 'inherit' : 'ignore', 'inherit', 'inherit'],
  })
  const lastSent = new Map()
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    const isFromTerminal = signal === 'SIGINT' && (isatty(0) || process.platform === 'win32')
    const now = Date.now()
    if (isFromTerminal || now - (lastSent.get(signal) ?? 0) < repeatMs) return
    lastSent.set(signal, now)
    child.kill(signal)
  }
  const parent = process.ppid
  const orphanCheck = setInterval(() => {
    if (process.ppid === parent) return
    // Once: a second signal would say not to wait for those who have asked.
    clearInterval(orphanCheck)
    forward('SIGTERM')
  }, orphanCheckMs)
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearInterval(orphanCheck)
      for (const name of signals) process.off(name, forward)
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}
