import { Type } from 'typebox'
import { Id, Instant, nullable } from '../../platform/http.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { UserCard } from '../users/index.ts'
import { kinds, mostUnread } from './notifications.store.ts'

const Notification = Type.Object(
  {
    id: Id,
    kind: Type.Enum([...kinds]),
    actor: UserCard,
    job_id: nullable(Id),
    post_id: nullable(Id),
    conversation_id: nullable(Id),
    created_at: Instant,
    read_at: nullable(Instant),
  },
  { description: 'What happened, who did it, and what it was about.' },
)

export const NotificationList = Type.Object(
  { notifications: Type.Array(Notification), ...pageInfo },
  { description: 'A page of the list. What was done by someone whose account is closed is left out.' },
)

export const NotificationListQuery = Type.Object(
  {
    ...pageQuery,
    unread: Type.Optional(
      Type.Boolean({ default: false, description: 'True: only what has not been read.' }),
    ),
  },
  { additionalProperties: false },
)

export const UnreadCount = Type.Object(
  { unread_count: Type.Integer({ description: `Of the newest ${mostUnread} that have not been read.` }) },
  { description: 'How many you have not read.' },
)
