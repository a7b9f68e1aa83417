import { afterAll, beforeAll, describe } from 'vitest'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let person: Citizen
let fan: Citizen
let viewer: Citizen
let stranger: Citizen
beforeAll(async () => {
  world = await startWorld()
  person = await world.someone()
  fan = await world.someone()
  viewer = await world.someone()
  stranger = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const api = (): World['api'] => world.api
const get = async (path: string): Promise<unknown> =>
  (await api().ask('GET', `/api/users${path}`, { token: viewer.token })).body
const follow = (who: Citizen, whom: Citizen): Promise<unknown> =>
  api().ask('POST', `/api/users/follow/${whom.id}`, { token: who.token })
const unfollow = (who: Citizen, whom: Citizen): Promise<unknown> =>
  api().ask('POST', `/api/users/unfollow/${whom.id}`, { token: who.token })
const edit = (who: Citizen): Promise<unknown> =>
  api().ask('PUT', '/api/auth/profile', { token: who.token, body: { bio: 'Changed.' } })
const follows = (who: Citizen, whom: Citizen): Promise<unknown> =>
  api().psql('insert into follows (follower_id, followed_id) values ($1, $2)', [who.id, whom.id])
const followsNot = (who: Citizen, whom: Citizen): Promise<unknown> =>
  api().psql('delete from follows where follower_id = $1 and followed_id = $2', [who.id, whom.id])
const writes = (who: Citizen): Promise<unknown> =>
  api().psql("insert into posts (author_id, content) values ($1, 'Regatta on Saturday.')", [who.id])

describe('counts', () => {
  describeCached({
    api,
    family: 'user:profile',
    read: () => get(`/${person.id}`),
    changes: {
      'a new follower': () => follow(fan, person),
      'a follower less': () => unfollow(fan, person),
      'a new follower, by SQL': () => follows(fan, person),
      'a follower less, by SQL': () => followsNot(fan, person),
      'someone they follow': () => follow(person, fan),
      'someone they follow no longer': () => unfollow(person, fan),
      'someone they follow, by SQL': () => follows(person, fan),
      'a post, by SQL': () => writes(person),
      'posts that are gone, by SQL': () => api().psql('delete from posts where author_id = $1', [person.id]),
      'their words of themselves': () => edit(person),
      'the same, by SQL': () => api().psql("update users set bio = 'By hand.' where id = $1", [person.id]),
    },
    unrelated: {
      // By SQL: the routes' own answers load the counts of whom they name.
      'others who follow each other, by SQL': () => follows(fan, stranger),
      'the viewer follows someone, by SQL': () => follows(viewer, stranger),
      'a post of someone else, by SQL': () => writes(fan),
      'another profile': () => edit(fan),
    },
  })
})

describe.each(['followers', 'following'] as const)('the list of', (list) => {
  const ordered = (other: Citizen): [Citizen, Citizen] =>
    list === 'followers' ? [other, person] : [person, other]
  beforeAll(() => api().psql('truncate follows'))
  describeCached({
    api,
    family: list,
    read: async () => {
      const { users, total } = (await get(`/${person.id}/${list}`)) as {
        users: { id: number }[]
        total: number
      }
      return [users.map(({ id }) => id), total]
    },
    changes: {
      'one more': () => follow(...ordered(stranger)),
      'one less': () => unfollow(...ordered(stranger)),
      'one more, by SQL': () => follows(...ordered(stranger)),
      'one less, by SQL': () => followsNot(...ordered(stranger)),
      'one more again': () => follow(...ordered(stranger)),
      'all gone, by TRUNCATE': () => api().psql('truncate follows'),
    },
    unrelated: {
      'a follow the other way': () => {
        const [who, whom] = ordered(stranger)
        return follow(whom, who)
      },
      'others who follow each other': () => follow(viewer, fan),
      'the same, by SQL': () => follows(fan, viewer),
      'a profile': () => edit(fan),
    },
  })
})

describe('marks', () => {
  beforeAll(() => api().psql('truncate follows'))
  describeCached({
    api,
    family: 'following:marks',
    read: async () => ((await get(`/${person.id}`)) as { is_following: boolean }).is_following,
    changes: {
      'a follow': () => follow(viewer, person),
      'a follow less': () => unfollow(viewer, person),
      'a follow, by SQL': () => follows(viewer, person),
      'a follow less, by SQL': () => followsNot(viewer, person),
    },
    unrelated: {
      // By SQL: the routes' own answers load the marks of whoever asks.
      'someone else who follows them, by SQL': () => follows(stranger, person),
      'they follow the viewer, by SQL': () => follows(person, viewer),
      'their profile': () => edit(person),
      'the viewer’s profile': () => edit(viewer),
    },
  })
})
