import { track } from '@cay/postgres'
import type { Cay, QueryFamily, RecordFamily } from 'cay'
import type {
  ConversationFilter,
  ConversationStore,
  SeenConversations,
  Unread,
} from './conversations.store.ts'
import type { MessageFilter, MessageRow, MessageStore } from './messages.store.ts'

/** Both people are in every conversation and every message, and what either of them has cached goes by that. */
export const messagesTables = [
  track('conversations', {
    record: 'conversation',
    touches: ['conversations.of:{user_a_id}', 'conversations.of:{user_b_id}'],
  }),
  track('messages', {
    touches: [
      'messages.in:{conversation_id}',
      'conversations.of:{sender_id}',
      'conversations.of:{recipient_id}',
    ],
  }),
]

/** A message, as both of the two see it. */
export type Message = Omit<MessageRow, 'created_at'> & { readonly created_at: string }

/** A type, for it is cached: see `IdPage`. */
type MessagePage = {
  readonly messages: readonly Message[]
  readonly total: number
}

/** Who the two of a conversation are, which never changes. */
const fields = { id: 'int', user_a_id: 'int', user_b_id: 'int' } as const

/** Everything that is cached of messages. None of it is served when it is stale: all of it is somebody's own. */
export interface MessageFamilies {
  readonly records: RecordFamily<typeof fields, 'id', never>
  /** Pages of someone's conversations. Keyed by whose they are. */
  readonly conversations: QueryFamily<ConversationFilter, SeenConversations>
  /** Pages of a conversation, for either of the two. Whoever reads one was found in the record above. */
  readonly messages: QueryFamily<MessageFilter, MessagePage>
  /** What someone has not read. Keyed by whose it is. */
  readonly unread: QueryFamily<number, Unread[]>
}

export function messageFamilies(
  cay: Cay,
  conversations: ConversationStore,
  messages: MessageStore,
): MessageFamilies {
  return {
    records: cay.record({
      name: 'conversation',
      ttl: '60s',
      fields,
      id: 'id',
      load: (ids) => conversations.byIds(ids),
    }),
    conversations: cay.query({
      name: 'conversations',
      ttl: '60s',
      tags: ({ user }) => [`conversations.of:${user}`],
      tables: ['conversations'],
      key: ({ user, skip, limit, before }) => [user, skip, limit, before],
      load: (filter) => conversations.page(filter),
    }),
    messages: cay.query({
      name: 'messages',
      ttl: '30s',
      tags: ({ conversation }) => [`messages.in:${conversation}`],
      tables: ['messages'],
      key: ({ conversation, skip, limit, before }) => [conversation, skip, limit, before],
      load: (filter) => messagePage(messages, filter),
    }),
    unread: cay.query({
      name: 'messages:unread',
      ttl: '30s',
      tags: (user) => [`conversations.of:${user}`],
      tables: ['conversations'],
      key: (user) => [user],
      load: (user) => conversations.unread(user),
    }),
  }
}

/** In JSON, which has no dates. */
async function messagePage(store: MessageStore, filter: MessageFilter): Promise<MessagePage> {
  const { rows, total } = await store.page(filter)
  const messages = rows.map(({ id, conversation_id, sender_id, content, created_at }) => ({
    id,
    conversation_id,
    sender_id,
    content,
    created_at: created_at.toISOString(),
  }))
  return { messages, total }
}
