-- What happened to someone: whoever did it, and what it was about.
create table notifications (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  user_id bigint not null references users (id) on delete cascade,
  kind text not null check (kind in ('follow', 'application', 'like', 'comment', 'message')),
  actor_id bigint not null references users (id) on delete cascade,
  job_id bigint references jobs (id) on delete cascade,
  post_id bigint references posts (id) on delete cascade,
  conversation_id bigint references conversations (id) on delete cascade,
  created_at timestamptz not null default now(),
  read_at timestamptz
);

create index notifications_user on notifications (user_id, id);
create index notifications_unread on notifications (user_id, id) where read_at is null;
-- Whoever follows, stops and follows again is told of once: however often they do it, nobody's list fills with it.
create unique index notifications_follow on notifications (user_id, actor_id) where kind = 'follow';
create index notifications_actor on notifications (actor_id);
create index notifications_job on notifications (job_id) where job_id is not null;
create index notifications_post on notifications (post_id) where post_id is not null;
create index notifications_conversation on notifications (conversation_id) where conversation_id is not null;
