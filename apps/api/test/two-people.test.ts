import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, Api } from './api.ts'
import { pathOf, type Endpoint, type Made } from './endpoints/endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { startWorld, type Citizen, type World } from './world.ts'

/**
 * Nobody sees through a cache what is another's: whoever asks, and whoever asked before, an answer is what the database
 * would say to this one. Two people who have done different things ask for everything, in every order, and each answer is
 * compared with that of an application that caches nothing.
 */

interface Scene extends AsyncDisposable {
  readonly world: World
  /** The same database, without a cache. */
  readonly uncached: Api
  /** Has posted, applied, followed, liked and written. */
  readonly ann: Citizen
  /** Has done nothing of it. */
  readonly bob: Citizen
}

let scene: Scene
beforeAll(async () => {
  const world = await startWorld()
  const uncached = await world.another({ env: { CAY_READ: 'strong' } })
  const [ann, bob] = [await world.someone(), await world.someone()]
  scene = {
    world,
    uncached,
    ann,
    bob,
    [Symbol.asyncDispose]: async () => {
      await uncached[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    },
  }
  for (const endpoint of endpoints) if (isDeed(endpoint)) await act(endpoint)
})
afterAll(async () => {
  await scene[Symbol.asyncDispose]()
})

/** What makes something of somebody's, and ends nothing. */
function isDeed({ method, path, access }: Endpoint): boolean {
  return method === 'POST' && access === 'member' && !path.startsWith('/api/auth')
}

async function act(endpoint: Endpoint): Promise<void> {
  const { world, ann } = scene
  // Of somebody else's, where that is how it is used: nobody applies for their own job.
  const owner = endpoint.except?.owner === undefined ? ann : await world.someone()
  const made = (await endpoint.given?.(world, owner)) ?? {}
  const { status, text } = await ask(world.api, endpoint, made, ann)
  expect([endpoint.path, status, text]).toEqual([endpoint.path, endpoint.success ?? 200, text])
}

function ask(api: Api, endpoint: Endpoint, made: Made, who: Citizen | undefined): Promise<Answer> {
  return api.ask(endpoint.method, pathOf(endpoint, made), {
    ...(who === undefined ? {} : { token: who.token }),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body(made) }),
  })
}

/** An answer, but for what names the request. */
function told({ status, body }: Answer): unknown {
  return [status, { ...(body as object), request_id: undefined }]
}

// What is open to all has nothing of anybody's, and says how the process is.
const reads = endpoints.filter(({ method, access }) => method === 'GET' && access !== 'open')

describe.each(reads)('$method $path', (endpoint) => {
  test.each([
    ['ann', 'bob', 'admin', 'nobody'],
    ['bob', 'ann', 'nobody', 'admin'],
    ['nobody', 'admin', 'bob', 'ann'],
    ['admin', 'nobody', 'ann', 'bob'],
  ] as const)('asked by %s, %s, %s and %s', async (...names) => {
    const { world, uncached, ann, bob } = scene
    const people = { ann, bob, admin: world.admin, nobody: undefined }
    for (const owner of [ann, bob]) {
      const made = (await endpoint.given?.(world, owner)) ?? {}
      for (const name of [...names, ...names]) {
        const answer = told(await ask(world.api, endpoint, made, people[name]))
        expect([name, answer]).toEqual([name, told(await ask(uncached, endpoint, made, people[name]))])
      }
    }
  })
})

// The list of people is the same to everybody, but for a mark on those one follows.
const personal = reads.filter(
  ({ access, path }) => access === 'member' && !path.includes('{') && path !== '/api/users',
)

test.each(personal)('$path says something else to each of them', async (endpoint) => {
  const { world, ann, bob } = scene
  const [hers, his] = [await ask(world.api, endpoint, {}, ann), await ask(world.api, endpoint, {}, bob)]
  expect(told(hers)).not.toEqual(told(his))
})
