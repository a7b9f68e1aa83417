import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import {
  Conversation,
  ConversationList,
  Message,
  MessageList,
  MessageListQuery,
  NewConversation,
  NewMessage,
  UnreadCount,
} from './messages.schema.ts'
import type { Messages } from './messages.service.ts'

const described = { tags: ['messages'], security: bearer }

export function messagesRoutes(app: App, messages: Messages, guard: Authentication): void {
  conversationsRoutes(app, messages, guard)
  saidRoutes(app, messages, guard)
  readRoutes(app, messages, guard)
}

function conversationsRoutes(app: App, messages: Messages, { member }: Authentication): void {
  app.get(
    '/api/messages/conversations',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'List your conversations, the newest message first',
        querystring: MessageListQuery,
        response: answers({ 200: ConversationList }, 400, 401, 403, 503),
      },
    },
    (request) => messages.conversations(viewerOf(request).id, pageOf(request.query)),
  )

  app.post(
    '/api/messages/conversations',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Begin a conversation, or find the one there is: then the answer is 200',
        body: NewConversation,
        response: answers({ 200: Conversation, 201: Conversation }, 400, 401, 403, 404, 409, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const { conversation, isNew } = await messages.open(viewerOf(request).id, request.body.user_id)
      return reply.code(isNew ? 201 : 200).send(conversation)
    },
  )
}

function saidRoutes(app: App, messages: Messages, { member }: Authentication): void {
  app.get(
    '/api/messages/conversations/:id/messages',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'List the messages of a conversation, newest first',
        params: IdParams,
        querystring: MessageListQuery,
        response: answers({ 200: MessageList }, 400, 401, 403, 404, 503),
      },
    },
    (request) => messages.page(viewerOf(request).id, request.params.id, pageOf(request.query)),
  )

  app.post(
    '/api/messages/conversations/:id/messages',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Write a message',
        params: IdParams,
        body: NewMessage,
        response: answers({ 201: Message }, 400, 401, 403, 404, 409, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const message = await messages.send(viewerOf(request).id, request.params.id, request.body.content)
      return reply.code(201).send(message)
    },
  )
}

function readRoutes(app: App, messages: Messages, { member }: Authentication): void {
  app.put(
    '/api/messages/:id/read',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'You have read this message, and all before it in its conversation',
        params: IdParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      await messages.read(viewerOf(request).id, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/messages/unread-count',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'How many messages to you have not been read',
        response: answers({ 200: UnreadCount }, 401, 403, 503),
      },
    },
    async (request) => ({ unread_count: await messages.unreadCount(viewerOf(request).id) }),
  )
}
