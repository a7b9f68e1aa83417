import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

async function post({ api }: World, owner: Citizen): Promise<Made> {
  const [row] = await api.psql<{ id: number }>(
    "insert into posts (author_id, content) values ($1, 'Regatta on Saturday') returning id",
    [owner.id],
  )
  return { id: row?.id ?? 0, user_id: owner.id }
}

/** A comment of the owner's on somebody else's post. */
async function comment(world: World, owner: Citizen): Promise<Made> {
  const { id = 0 } = await post(world, await world.someone())
  const [row] = await world.api.psql<{ id: number }>(
    "insert into post_comments (post_id, author_id, content) values ($1, $2, 'See you there') returning id",
    [id, owner.id],
  )
  return { id, comment_id: row?.id ?? 0 }
}

const content = (): Record<string, unknown> => ({ content: 'Good morning, Exuma' })
const badBody = { content: [' ', '\n\t'] }

export const postsEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/posts', access: 'public' },
  { method: 'GET', path: '/api/posts/user/{user_id}', access: 'public', given: post },
  { method: 'GET', path: '/api/posts/{id}', access: 'public', given: post },
  { method: 'POST', path: '/api/posts', access: 'member', success: 201, body: content, badBody },
  {
    method: 'PUT',
    path: '/api/posts/{id}',
    access: 'owner',
    given: post,
    body: content,
    badBody,
  },
  {
    method: 'DELETE',
    path: '/api/posts/{id}',
    access: 'owner',
    success: 204,
    except: { admin: 204 },
    given: post,
  },
  {
    method: 'POST',
    path: '/api/posts/{id}/like',
    access: 'member',
    given: post,
    body: () => ({ liked: true }),
  },
  { method: 'GET', path: '/api/posts/{id}/comments', access: 'public', given: comment },
  {
    method: 'POST',
    path: '/api/posts/{id}/comments',
    access: 'member',
    success: 201,
    given: post,
    body: content,
    badBody,
  },
  {
    method: 'DELETE',
    path: '/api/posts/{id}/comments/{comment_id}',
    access: 'owner',
    success: 204,
    except: { admin: 204 },
    given: comment,
  },
]
