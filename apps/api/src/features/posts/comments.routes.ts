import { bearer, optionalBearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import type { Comments } from './comments.service.ts'
import { Comment, CommentList, CommentParams, PostListQuery, WrittenComment } from './posts.schema.ts'

export function commentsRoutes(app: App, comments: Comments, { anyone, member }: Authentication): void {
  app.get(
    '/api/posts/:id/comments',
    {
      onRequest: anyone,
      schema: {
        tags: ['posts'],
        summary: 'List the comments on a post, newest first',
        security: optionalBearer,
        params: IdParams,
        querystring: PostListQuery,
        response: answers({ 200: CommentList }, 400, 401, 403, 404, 503),
      },
    },
    (request) => comments.page(request.params.id, pageOf(request.query)),
  )

  app.post(
    '/api/posts/:id/comments',
    {
      onRequest: member,
      schema: {
        tags: ['posts'],
        summary: 'Comment on a post',
        security: bearer,
        params: IdParams,
        body: WrittenComment,
        response: answers({ 201: Comment }, 400, 401, 403, 404, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const comment = await comments.add(request.params.id, viewerOf(request), request.body.content)
      return reply.code(201).send(comment)
    },
  )

  app.delete(
    '/api/posts/:id/comments/:comment_id',
    {
      onRequest: member,
      schema: {
        tags: ['posts'],
        summary: 'Delete a comment: one’s own, one on one’s own post, or anybody’s where one moderates posts',
        security: bearer,
        params: CommentParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      const { id, comment_id } = request.params
      await comments.remove(id, comment_id, viewerOf(request))
      return reply.code(204).send(null)
    },
  )
}
