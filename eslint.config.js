// @ts-check
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const takeAClock = 'Time is injected: take a Clock. Only the clock file touches the system clock.'
const takeRandom = 'Randomness is injected: take a Random. Only the random file draws any.'
const readConfig =
  'The environment is read in one file of a program: src/config.ts, or the main.ts of a command.'

const noInvalidation = 'Features call no invalidation: write through the door, and the change log does it.'

/** Rules of syntax: one way in and out of a module, no namespaces of side effects. */
const doors = [
  { selector: 'ExportAllDeclaration', message: 'A front door lists its names one by one: no export *.' },
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: a name is searched for.' },
]

const readingTheClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: takeAClock },
  { selector: "CallExpression[callee.name='Date']", message: takeAClock },
]

/**
 * The system's clock, its randomness and the environment are borrowed in one file each; everything else is handed
 * them. A Date made from a number or compared with one reads no clock, and is free.
 * @param {'time' | 'randomness' | 'environment'} [allowed] what the file is there to borrow
 * @returns {import('eslint').Linter.RulesRecord}
 */
const borrowing = (allowed) => {
  const time = allowed !== 'time'
  const randomness = allowed !== 'randomness'
  const environment = allowed !== 'environment'
  const timers = ['setTimeout', 'setInterval', 'setImmediate', 'performance']
  const draws = ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID']
  const clocks = [
    ['Date', 'now'],
    ['process', 'hrtime'],
    ['process', 'uptime'],
    ['AbortSignal', 'timeout'],
  ]
  return {
    'no-restricted-globals': [
      'error',
      {
        globals: time ? timers.map((name) => ({ name, message: takeAClock })) : [],
        checkGlobalObject: true,
      },
    ],
    'no-restricted-properties': [
      'error',
      ...(time ? clocks.map(([object, property]) => ({ object, property, message: takeAClock })) : []),
      ...(randomness ? [{ object: 'Math', property: 'random', message: takeRandom }] : []),
      ...(randomness
        ? [...draws, 'getRandomValues'].map((property) => ({ property, message: takeRandom }))
        : []),
      ...(environment ? [{ object: 'process', property: 'env', message: readConfig }] : []),
    ],
    'no-restricted-imports': [
      'error',
      {
        paths: [
          ...(time ? moduleNames('timers', 'timers/promises', 'perf_hooks') : []).map((name) => ({
            name,
            message: takeAClock,
          })),
          ...(randomness ? moduleNames('crypto') : []).map((name) => ({
            name,
            importNames: [...draws, 'getRandomValues', 'webcrypto'],
            message: takeRandom,
          })),
          ...(environment ? moduleNames('process') : []).map((name) => ({ name, message: readConfig })),
        ],
      },
    ],
    'no-restricted-syntax': ['error', ...doors, ...(time ? readingTheClock : [])],
  }
}

/** @param {string[]} names */
const moduleNames = (...names) => names.flatMap((name) => [name, `node:${name}`])

const waitForIt =
  'A test does not sleep: wait for what is to be seen (vi.waitFor, expect.poll), or move a manual clock.'

/**
 * A timer may end what would hang; it may not be what a test waits for.
 * @type {import('eslint').Linter.RulesRecord}
 */
const noSleeping = {
  'no-restricted-imports': [
    'error',
    { paths: moduleNames('timers/promises').map((name) => ({ name, message: waitForIt })) },
  ],
  'no-restricted-syntax': [
    'error',
    ...doors,
    {
      selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name=/^set(Timeout|Interval)$/]",
      message: waitForIt,
    },
    {
      selector: "CallExpression[callee.property.name='promisify'] > Identifier.arguments[name='setTimeout']",
      message: waitForIt,
    },
    {
      selector: "CallExpression[callee.name='promisify'] > Identifier.arguments[name='setTimeout']",
      message: waitForIt,
    },
  ],
}

const sources = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts']
const tests = ['**/*.test.ts', '{packages,apps}/*/test/**/*.ts']

export default defineConfig(
  globalIgnores(['**/dist/', '**/generated/', '**/node_modules/', '.data/', '.cache/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...doors],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A query names its own row type, once: the alternative is a cast at every call.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Overloads infer one by one; a union of their parameters would infer nothing.
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: sources,
    ignores: tests,
    rules: {
      ...borrowing(),
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/api/src/features/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...doors,
        ...readingTheClock,
        { selector: 'MemberExpression > Identifier.property[name=/^invalidate/]', message: noInvalidation },
      ],
    },
  },
  {
    // The paths are there to be read aloud.
    files: ['packages/cay/src/paths/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 25, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: [
      'packages/cay/src/runtime/clock.ts',
      'packages/cay/src/testing/manual-clock.ts',
      'apps/api/src/platform/clock.ts',
    ],
    rules: borrowing('time'),
  },
  {
    files: [
      'packages/cay/src/runtime/random.ts',
      'packages/cay-cli/src/random.ts',
      'apps/api/src/platform/random.ts',
    ],
    rules: borrowing('randomness'),
  },
  {
    files: ['apps/api/src/config.ts', 'packages/cay-cli/src/main.ts'],
    rules: borrowing('environment'),
  },
  // Programs that print what they measured.
  { files: ['benchmarks/**/*.ts', 'examples/**/*.ts'], rules: { 'no-console': 'off' } },
  // Loaders that stand in for a database have nothing to wait for.
  { files: ['examples/*.ts'], rules: { '@typescript-eslint/require-await': 'off' } },
  { files: tests, rules: { ...noSleeping, 'max-lines-per-function': 'off' } },
  {
    // The scripts that run before anything is installed. Their types are checked by tsc (`@ts-check`).
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.strict],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-fallthrough': 'error',
      'no-unreachable': 'error',
      'no-restricted-syntax': ['error', ...doors],
    },
  },
  {
    // Whose tools ask for a default export.
    files: ['*.config.ts', 'eslint.config.js', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
