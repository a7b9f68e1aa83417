-- A ledger: what someone has is the sum of their transactions. Each is made once: its key names it.
create table point_transactions (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  user_id bigint not null references users (id) on delete cascade,
  amount integer not null check (amount <> 0),
  reason text not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 100),
  -- Who made it; null: the platform itself, or someone who is gone.
  created_by bigint references users (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint point_transactions_once unique (user_id, idempotency_key)
);

create index point_transactions_user on point_transactions (user_id, id);
create index point_transactions_created_by on point_transactions (created_by) where created_by is not null;

-- What someone may do beyond what everyone may.
create table permissions (
  user_id bigint not null references users (id) on delete cascade,
  permission text not null check (permission in ('moderate_posts', 'moderate_jobs')),
  granted_by bigint references users (id) on delete set null,
  granted_at timestamptz not null default now(),
  primary key (user_id, permission)
);

create index permissions_granted_by on permissions (granted_by) where granted_by is not null;
