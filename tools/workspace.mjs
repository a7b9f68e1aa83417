// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the workspace, whatever folder a script is run from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @param {string} path */
export const inRoot = (path) => join(root, path)

/** @param {string} file */
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

const { platform, arch } = process
const isWindows = platform === 'win32'

/** The package of the Node that runs the sources, if there is one for this machine. */
export const pinnedNodePath = `node_modules/node-${isWindows ? 'win' : platform}-${arch}`
const pinnedNode = inRoot(`${pinnedNodePath}/bin/${isWindows ? 'node.exe' : 'node'}`)

/** From here on Node runs TypeScript as it is. */
const oldestForSources = { major: 22, minor: 18 }

/** The scripts themselves, and npm, need no more than this; what they start runs on the Node they find. */
export function requireNode() {
  const [major = 0] = versionOf(process.version)
  if (major >= 20) return
  fail(`Cay needs Node 20 or later to install itself; this is ${process.version}. See https://nodejs.org`)
}

/**
 * The Node that runs the sources: the pinned one that npm installed, where there is one for this machine and the
 * machine can run it (a build for glibc is installed on musl, too), else this one.
 */
export function findNode() {
  if (existsSync(pinnedNode) && spawnSync(pinnedNode, ['--version']).status === 0) return pinnedNode
  const [major = 0, minor = 0] = versionOf(process.version)
  const oldest = oldestForSources
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return process.execPath
  return fail(
    `There is no pinned Node for ${platform} ${arch}, and this one is ${process.version}: ` +
      `install Node ${oldest.major}.${oldest.minor} or later. See https://nodejs.org`,
  )
}

/**
 * The script behind a command that an installed package brings.
 * @param {string} name the package
 * @param {string} [command]
 */
export function commandOf(name, command = name) {
  const folder = inRoot(`node_modules/${name}`)
  const { bin } = readJson(join(folder, 'package.json'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/** @param {string} version */
function versionOf(version) {
  return version.slice(1).split('.').map(Number)
}

/**
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
