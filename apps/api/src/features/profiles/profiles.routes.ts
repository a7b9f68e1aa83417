import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import {
  Following,
  FollowListQuery,
  Profile,
  UserList,
  UserListQuery,
  UserParams,
} from './profiles.schema.ts'
import type { Profiles } from './profiles.service.ts'

/** People, and who follows whom. */
export function profilesRoutes(app: App, profiles: Profiles, guard: Authentication): void {
  lookingRoutes(app, profiles, guard)
  followListRoutes(app, profiles, guard)
  followingRoutes(app, profiles, guard)
}

const described = { tags: ['users'], security: bearer }

function lookingRoutes(app: App, profiles: Profiles, { member }: Authentication): void {
  app.get(
    '/api/users',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'List the users, newest first',
        querystring: UserListQuery,
        response: answers({ 200: UserList }, 400, 401, 403, 503),
      },
    },
    (request) => {
      const { search, ...page } = request.query
      return profiles.page(viewerOf(request).id, pageOf(page), search)
    },
  )

  app.get(
    '/api/users/:identifier',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'One user, by id or username',
        params: UserParams,
        response: answers({ 200: Profile }, 400, 401, 403, 404, 503),
      },
    },
    (request) => profiles.find(viewerOf(request).id, request.params.identifier),
  )
}

function followListRoutes(app: App, profiles: Profiles, { member }: Authentication): void {
  const schema = {
    ...described,
    params: UserParams,
    querystring: FollowListQuery,
    response: answers({ 200: UserList }, 400, 401, 403, 404, 503),
  }

  app.get(
    '/api/users/:identifier/followers',
    {
      onRequest: member,
      schema: { ...schema, summary: 'Those who follow a user, the newest account first' },
    },
    (request) => profiles.followers(viewerOf(request).id, request.params.identifier, pageOf(request.query)),
  )

  app.get(
    '/api/users/:identifier/following',
    {
      onRequest: member,
      schema: { ...schema, summary: 'Those whom a user follows, the newest account first' },
    },
    (request) => profiles.following(viewerOf(request).id, request.params.identifier, pageOf(request.query)),
  )
}

function followingRoutes(app: App, profiles: Profiles, { member }: Authentication): void {
  app.post(
    '/api/users/follow/:id',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Follow a user',
        params: IdParams,
        response: answers({ 200: Following }, 400, 401, 403, 404, 409, 503),
      },
    },
    (request) => profiles.follow(viewerOf(request).id, request.params.id),
  )

  app.post(
    '/api/users/unfollow/:id',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Follow a user no longer',
        params: IdParams,
        response: answers({ 200: Following }, 400, 401, 403, 404, 503),
      },
    },
    (request) => profiles.unfollow(viewerOf(request).id, request.params.id),
  )
}
