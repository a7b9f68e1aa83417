/**
 * The import rules of the workspace. `tools/rules.test.ts` plants a breach of each, by name.
 *
 * In a rule, `$1` is what the first group of `from.path` matched.
 */

const core = '^packages/cay/src'
const subpaths = 'keyv|redis|testing'
const api = '^apps/api/src'
const tests = '[.]test[.]ts$|(^|/)test/'
// A package by its path, and by its name where it is not built yet and does not resolve.
const cay = '^packages/cay/|^cay(/|$)'
const postgres = '^packages/cay-postgres/|^@cay/postgres(/|$)'
const knowCay = `[.]cache[.]ts$|${api}/(app|features|platform/cache)[.]ts$|${tests}`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one file, or miss a third. A cycle of types alone still means that neither can be understood first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-model-and-runtime-stand-alone',
      comment:
        'model says what things are and runtime what is borrowed from the platform: everything rests on them, so they rest on nothing but the table of errors.',
      severity: 'error',
      from: { path: `${core}/(model|runtime)/` },
      to: { path: `${core}/`, pathNot: `${core}/((model|runtime)/|errors[.]ts$)` },
    },
    {
      name: 'core-parts-stand-apart',
      comment:
        'local, shared, changes and observe are joined by the paths and by nothing else, or the path of a read could not be read in one file. observe is open to all: reporting has to be.',
      severity: 'error',
      from: { path: `${core}/(local|shared|changes|observe)/` },
      to: { path: `${core}/(local|shared|changes|observe)/`, pathNot: `${core}/($1|observe)/` },
    },
    {
      name: 'core-paths-are-entered-from-above',
      comment:
        'The paths use the parts, never the other way round; only what a user holds in hand starts one, and the front door names their types.',
      severity: 'error',
      from: { path: `${core}/`, pathNot: `${core}/((index|cay|record|query|store)[.]ts$|paths/)` },
      to: { path: `${core}/paths/` },
    },
    {
      name: 'core-knows-no-adapter',
      comment:
        'cay/redis, cay/keyv and cay/testing are subpaths for those who want them: whoever imports cay must get neither a Redis client nor test doubles.',
      severity: 'error',
      from: { path: `${core}/`, pathNot: `${core}/(${subpaths})/` },
      to: { path: `${core}/(${subpaths})/` },
    },
    {
      name: 'packages-meet-at-front-doors',
      comment:
        'What a package does not export it may change: others import it by its name, never by a path into it. But for the benchmarks, which measure its parts.',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+|tools/servers|tools|examples)/' },
      to: {
        path: '^(packages|apps|tools/servers|benchmarks)/',
        pathNot: [
          '^$1/',
          `${core}/(${subpaths})/index[.]ts$`,
          '^(packages/[^/]+|tools/servers)/src/index[.]ts$',
        ],
      },
    },
    {
      name: 'packages-import-by-name',
      comment: 'A relative path out of a package works in this repository and nowhere else.',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+|tools/servers)/' },
      to: {
        path: '^(packages|apps|tools|benchmarks|examples)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'packages-know-only-cay',
      comment: 'Each package is chosen by itself: cay-* build on cay, and none of them brings another along.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/', pathNot: tests },
      to: { path: ['^packages/cay-', '^@cay/'], pathNot: '^packages/$1/' },
    },
    {
      name: 'front-door-is-not-a-corridor',
      comment:
        'index.ts is for those outside. A file inside that imports it depends on all of the package at once, and sooner or later on itself.',
      severity: 'error',
      from: {
        path: '^(packages/cay/src/(?:keyv|redis|testing)|packages/[^/]+/src|tools/servers/src|apps/api/src/features/[^/]+)/',
        pathNot: tests,
      },
      to: { path: '^$1/index[.]ts$' },
    },
    {
      name: 'core-subpath-does-not-import-its-package',
      comment: 'The same one level up: the subpaths share modules with cay, not its front door.',
      severity: 'error',
      from: { path: `${core}/(${subpaths})/` },
      to: { path: `${core}/index[.]ts$` },
    },
    {
      name: 'api-platform-knows-no-feature',
      comment: 'The platform is what any feature stands on; a feature can be removed without touching it.',
      severity: 'error',
      from: { path: `${api}/platform/` },
      to: { path: `${api}/features/` },
    },
    {
      name: 'api-features-meet-at-index',
      comment: 'What a feature does for others is listed in its index.ts; the rest of it is its own.',
      severity: 'error',
      from: { path: `${api}/(features/[^/]+/|[^/]+$)` },
      to: { path: `${api}/features/`, pathNot: [`${api}/$1`, `${api}/features/[^/]+/index[.]ts$`] },
    },
    {
      name: 'api-routes-do-not-touch-stores',
      comment:
        'Rules live in the service: a route that reads the store goes around them, and around the cache.',
      severity: 'error',
      from: { path: `${api}/.*[.]routes[.]ts$` },
      to: { path: `${api}/.*[.]store[.]ts$` },
    },
    {
      name: 'api-caching-is-in-cache-files',
      comment: 'The list of *.cache.ts is the list of what the product caches; so nothing else may cache.',
      severity: 'error',
      from: { path: `${api}/`, pathNot: knowCay },
      to: { path: cay },
    },
    {
      name: 'api-change-log-is-in-the-platform',
      comment:
        'Writes go through the one door that platform/database.ts and app.ts set up: nobody else opens another.',
      severity: 'error',
      from: { path: `${api}/`, pathNot: `${knowCay}|${api}/platform/database[.]ts$` },
      to: { path: postgres },
    },
    {
      name: 'sources-import-no-tests',
      comment: 'Tests are not shipped.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: tests },
      to: { path: `^(packages|apps)/.*(${tests})` },
    },
    {
      name: 'sources-import-no-development-dependencies',
      comment: 'A development dependency is not there where the package is installed.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Our own dist folders alone: most packages are imported from one.
    exclude: { path: '^(packages/[^/]+/dist|[.]data|[.]cache|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['cay-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.d.ts'],
    },
  },
}
