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

-- With the amount in it, a balance is read from the index alone.
create index point_transactions_user on point_transactions (user_id, id) include (amount);
create index point_transactions_created_by on point_transactions (created_by) where created_by is not null;

-- Nobody has less than nothing, whoever writes. By statement, so that many rows at once cost one look; what only adds costs
-- none. Two statements that take from one person come one after the other (as the application locks, too), for each has
-- to see what the other took: at READ COMMITTED, which is the default.
create function refuse_negative_points() returns trigger language plpgsql as $$
declare
  poorer bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct user_id) into poorer from after_rows where amount < 0;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct user_id) into poorer from before_rows where amount > 0;
  else
    select array_agg(distinct user_id) into poorer from (
      (select user_id, id, amount from before_rows except select user_id, id, amount from after_rows)
      union all
      (select user_id, id, amount from after_rows except select user_id, id, amount from before_rows)
    ) changed;
  end if;
  if poorer is null then
    return null;
  end if;
  perform from users where id = any (poorer) order by id for no key update;
  if exists (select from point_transactions where user_id = any (poorer) group by user_id having sum(amount) < 0) then
    raise exception 'a balance of points would be below zero'
      using errcode = 'check_violation', constraint = 'point_transactions_never_below_zero', table = 'point_transactions';
  end if;
  return null;
end
$$;

create trigger point_transactions_inserted after insert on point_transactions
  referencing new table as after_rows for each statement execute function refuse_negative_points();
create trigger point_transactions_updated after update on point_transactions
  referencing old table as before_rows new table as after_rows for each statement execute function refuse_negative_points();
create trigger point_transactions_deleted after delete on point_transactions
  referencing old table as before_rows for each statement execute function refuse_negative_points();

-- What someone may do beyond what everyone may.
create table permissions (
  user_id bigint not null references users (id) on delete cascade,
  permission text not null check (permission in ('moderate_posts', 'moderate_jobs')),
  granted_by bigint references users (id) on delete set null,
  granted_at timestamptz not null default now(),
  primary key (user_id, permission)
);

create index permissions_granted_by on permissions (granted_by) where granted_by is not null;
