import { bearer, optionalBearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, noBodyIsEmpty, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerIdOf, viewerOf } from '../auth/index.ts'
import {
  AuthorParams,
  Liked,
  LikeChange,
  Post,
  PostList,
  PostListQuery,
  WrittenPost,
} from './posts.schema.ts'
import type { Posts } from './posts.service.ts'

export function postsRoutes(app: App, posts: Posts, guard: Authentication): void {
  readingRoutes(app, posts, guard)
  writingRoutes(app, posts, guard)
  likesRoutes(app, posts, guard)
}

function readingRoutes(app: App, posts: Posts, { anyone }: Authentication): void {
  app.get(
    '/api/posts',
    {
      onRequest: anyone,
      schema: {
        tags: ['posts'],
        summary: 'List the posts, newest first',
        security: optionalBearer,
        querystring: PostListQuery,
        response: answers({ 200: PostList }, 400, 401, 403, 503),
      },
    },
    (request) => posts.feed(pageOf(request.query), viewerIdOf(request)),
  )

  app.get(
    '/api/posts/user/:user_id',
    {
      onRequest: anyone,
      schema: {
        tags: ['posts'],
        summary: 'List the posts of a user, newest first',
        security: optionalBearer,
        params: AuthorParams,
        querystring: PostListQuery,
        response: answers({ 200: PostList }, 400, 401, 403, 404, 503),
      },
    },
    (request) => posts.byAuthor(request.params.user_id, pageOf(request.query), viewerIdOf(request)),
  )

  app.get(
    '/api/posts/:id',
    {
      onRequest: anyone,
      schema: {
        tags: ['posts'],
        summary: 'One post',
        security: optionalBearer,
        params: IdParams,
        response: answers({ 200: Post }, 400, 401, 403, 404, 503),
      },
    },
    (request) => posts.find(request.params.id, viewerIdOf(request)),
  )
}

function writingRoutes(app: App, posts: Posts, { member }: Authentication): void {
  app.post(
    '/api/posts',
    {
      onRequest: member,
      schema: {
        tags: ['posts'],
        summary: 'Write a post',
        security: bearer,
        body: WrittenPost,
        response: answers({ 201: Post }, 400, 401, 403, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const post = await posts.add(viewerOf(request), request.body.content)
      return reply.code(201).send(post)
    },
  )

  app.put(
    '/api/posts/:id',
    {
      onRequest: member,
      schema: {
        tags: ['posts'],
        summary: 'Change one’s own post',
        security: bearer,
        params: IdParams,
        body: WrittenPost,
        response: answers({ 200: Post }, 400, 401, 403, 404, 413, 415, 503),
      },
    },
    (request) => posts.edit(request.params.id, viewerOf(request), request.body.content),
  )

  app.delete(
    '/api/posts/:id',
    {
      onRequest: member,
      schema: {
        tags: ['posts'],
        summary: 'Delete a post: one’s own, or anybody’s where one moderates posts',
        security: bearer,
        params: IdParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      await posts.remove(request.params.id, viewerOf(request))
      return reply.code(204).send(null)
    },
  )
}

function likesRoutes(app: App, posts: Posts, { member }: Authentication): void {
  app.post(
    '/api/posts/:id/like',
    {
      onRequest: member,
      preValidation: noBodyIsEmpty,
      schema: {
        tags: ['posts'],
        summary: 'Like a post, or take it back; without a body, the other of what it is',
        security: bearer,
        params: IdParams,
        body: LikeChange,
        response: answers({ 200: Liked }, 400, 401, 403, 404, 413, 415, 503),
      },
    },
    (request) => posts.like(request.params.id, viewerOf(request).id, request.body.liked),
  )
}
