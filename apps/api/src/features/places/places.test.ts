import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type World } from '../../../test/world.ts'

interface Location {
  readonly slug: string
  readonly name: string
  readonly island: string | null
}

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const get = async (path: string): Promise<unknown> => {
  const { status, body } = await world.api.ask('GET', path)
  expect(status).toBe(200)
  return body
}
const psql = (text: string): Promise<object[]> => world.api.psql(text)

test('there are sixteen categories, in their order, each said in a line', async () => {
  const { categories } = (await get('/api/categories')) as { categories: object[] }
  expect(categories).toHaveLength(16)
  expect(categories[0]).toStrictEqual({
    slug: 'hospitality',
    name: 'Hospitality and tourism',
    description: 'Hotels, guest houses, front desks, tours and guides',
  })
})

test('every town comes after its island, and before the next one', async () => {
  const { locations } = (await get('/api/locations')) as { locations: Location[] }
  let island = ''
  for (const location of locations) {
    if (location.island === null) island = location.slug
    else expect([location.slug, location.island]).toEqual([location.slug, island])
  }
  expect(locations.slice(0, 2)).toStrictEqual([
    { slug: 'new-providence', name: 'New Providence', island: null },
    { slug: 'nassau', name: 'Nassau', island: 'new-providence' },
  ])
  expect(locations.filter((location) => location.island === null)).toHaveLength(20)
})

const unrelated = {
  'a new user': () => world.someone(),
  'a new job': () =>
    psql(
      `insert into jobs (employer_id, title, description, category, location)
       select min(id), 'Diver', 'Dives', 'marine', 'nassau' from users`,
    ),
}

describeCached({
  api: () => world.api,
  family: 'categories',
  read: () => get('/api/categories'),
  changes: {
    'an insert, in psql': () =>
      psql("insert into categories values ('space', 'Space', 'Rockets and their tracking', 17)"),
    'a new name, in psql': () => psql("update categories set name = 'Outer space' where slug = 'space'"),
    'a new order, in psql': () => psql("update categories set position = 0 where slug = 'space'"),
    'a delete, in psql': () => psql("delete from categories where slug = 'space'"),
  },
  unrelated: {
    ...unrelated,
    'a new name of a town': () => psql("update locations set name = 'Town' where slug = 'nassau'"),
  },
})

describeCached({
  api: () => world.api,
  family: 'locations',
  read: () => get('/api/locations'),
  changes: {
    'an insert, in psql': () =>
      psql("insert into locations values ('bannerman-town', 'Bannerman Town', 'eleuthera', 599)"),
    'a new name, in psql': () =>
      psql("update locations set name = 'Bannerman' where slug = 'bannerman-town'"),
    'another island, in psql': () =>
      psql("update locations set island = 'exuma' where slug = 'bannerman-town'"),
    'a delete, in psql': () => psql("delete from locations where slug = 'bannerman-town'"),
  },
  unrelated: {
    ...unrelated,
    'a new name of a category': () => psql("update categories set name = 'Work' where slug = 'office'"),
  },
})
