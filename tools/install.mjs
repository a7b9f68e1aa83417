// @ts-check
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail, inRoot, pinnedNodePath, readJson, root } from './workspace.mjs'

const lockfile = inRoot('package-lock.json')
const stamp = inRoot('node_modules/.cay-installed')
// Outside node_modules, which `npm ci` removes.
const installing = inRoot('.cache/installing')
const oldestInstallMs = 15 * 60 * 1000

/** Installs what package-lock.json lists, unless that is what is installed. Two at once: the second waits. */
export async function ensureInstalled() {
  if (isStamped()) return
  const release = await acquire()
  try {
    if (isStamped()) return
    if (!isInstalledByHand()) await install()
    writeFileSync(stamp, fingerprint())
  } finally {
    release()
  }
}

function isStamped() {
  try {
    return readFileSync(stamp, 'utf8') === fingerprint()
  } catch {
    return false
  }
}

/** The platform, because a folder may be shared with a container or a virtual machine. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(lockfile))
  return hash.update(`${process.platform}-${process.arch}`).digest('hex')
}

/** Someone ran npm themselves: its own record of what it installed says the same as package-lock.json. */
function isInstalledByHand() {
  try {
    const installed = readJson(inRoot('node_modules/.package-lock.json')).packages
    return Object.entries(readJson(lockfile).packages).every(([path, wanted]) => {
      if (!path.includes('node_modules/')) return true
      const found = installed[path]
      // What is optional is for other machines, but for the Node that runs the sources.
      if (found === undefined) return wanted.optional === true && path !== pinnedNodePath
      return found.version === wanted.version && found.integrity === wanted.integrity
    })
  } catch {
    return false
  }
}

async function install() {
  const started = Date.now()
  process.stderr.write('Installing the packages (npm ci) … ')
  const { status, output } = await npm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ])
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  process.stderr.write(status === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n${output}\n`)
  if (status !== 0) fail('npm ci failed: the packages could not be installed.')
}

/**
 * The npm that runs this script, on its own Node: the one in node_modules is about to be replaced.
 * @param {string[]} args
 * @returns {Promise<{ status: number, output: string }>}
 */
function npm(args) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  const isOurNpm = script !== undefined && node !== undefined && /npm-cli\.c?js$/.test(script)
  const [command, first] = isOurNpm ? [node, [script]] : ['npm', []]
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args, '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a .cmd file on Windows, which only a shell runs.
      shell: !isOurNpm && process.platform === 'win32',
    })
    // A second installation must not begin while npm is at work, even if this script is killed.
    writeFileSync(installing, `${process.pid} ${child.pid}`)
    const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
      child.kill(signal)
      child.on('close', () => process.exit(128 + constants.signals[signal]))
    }
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => (output += String(chunk))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ status: 1, output: `${output}${error.message}` }))
    child.on('close', (code) => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      resolve({ status: code ?? 1, output })
    })
  })
}

/**
 * A file that holds the numbers of the processes that install. It is linked into place complete, and one whose
 * processes are gone is moved away, so that of two who find it only one does so.
 */
async function acquire() {
  mkdirSync(inRoot('.cache'), { recursive: true })
  const mine = `${installing}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  const release = () => rmSync(installing, { force: true })
  let isWaiting = false
  for (;;) {
    try {
      linkSync(mine, installing)
      rmSync(mine)
      process.on('exit', release)
      return () => {
        process.off('exit', release)
        release()
      }
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    if (removeAbandoned(mine)) continue
    if (!isWaiting) process.stderr.write('Waiting for another installation to end …\n')
    isWaiting = true
    await sleep(200)
  }
}

/** @param {string} mine */
function removeAbandoned(mine) {
  try {
    const owners = readFileSync(installing, 'utf8').split(' ').map(Number)
    if (owners.some(isRunning) && Date.now() - statSync(installing).mtimeMs < oldestInstallMs) return false
    const moved = `${mine}.abandoned`
    renameSync(installing, moved)
    rmSync(moved)
    return true
  } catch {
    // It has just been released.
    return true
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * It has ended, and process 1 of the container has yet to notice.
 * @param {number} pid
 */
function isZombie(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
