-- Between two people, who are kept in the order of their ids: so there is one conversation of the two, not two.
create table conversations (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  user_a_id bigint not null references users (id) on delete cascade,
  user_b_id bigint not null references users (id) on delete cascade,
  -- The last message each of them has read; 0: none.
  a_read_to bigint not null default 0,
  b_read_to bigint not null default 0,
  -- The newest message, which lists are ordered by. As long as there is none, an id that no message gets (below).
  last_message_id bigint not null,
  created_at timestamptz not null default now(),
  constraint conversations_once unique (user_a_id, user_b_id),
  check (user_a_id < user_b_id)
);

create index conversations_a on conversations (user_a_id, last_message_id);
create index conversations_b on conversations (user_b_id, last_message_id);

-- A message names both people, not its conversation alone: it is what the lists and counts of both depend on.
create table messages (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  conversation_id bigint not null references conversations (id) on delete cascade,
  sender_id bigint not null references users (id) on delete cascade,
  recipient_id bigint not null references users (id) on delete cascade,
  content text not null,
  created_at timestamptz not null default now(),
  check (sender_id <> recipient_id)
);

create index messages_conversation on messages (conversation_id, id);
create index messages_sender on messages (sender_id);
-- What unread messages are counted by.
create index messages_recipient on messages (recipient_id, conversation_id, id);

-- A conversation that has just begun is the newest, and no two have the same place in a list: it is read on from any.
alter table conversations alter column last_message_id set default nextval(pg_get_serial_sequence('messages', 'id'));
