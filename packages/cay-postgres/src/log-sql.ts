/** Of the SQL below and of `table-sql.ts`. An instance upgrades what is older, and leaves alone what is newer. */
export const sqlVersion = 1

/** The one comment from which an instance learns what is installed, whatever it may not read yet. */
const schemaComment = `The change log of Cay, version ${sqlVersion}`

/** Of a position that more has changed since, nothing is told: dropping all that is cached costs less. */
const mostTags = 10_000

/** Rows looked at for one position, so that it is answered in time whatever happened meanwhile. */
const mostRows = 100_000

/** Rows deleted in one transaction. */
const trimBatch = 10_000

/** A definer's function sees these names and no others: nobody can put a table or an operator in its way. */
export const definer = 'security definer set search_path = pg_catalog, pg_temp'

/** A commit that a crash can take back must not have been seen by a cache. What waits for longer is left to wait. */
export const commitDurably = `if current_setting('synchronous_commit') not in ('on', 'remote_apply') then
    perform set_config('synchronous_commit', 'on', true);
  end if;`

/** The log itself. Idempotent; for PostgreSQL 13 (which brought xid8 and pg_current_xact_id) and later. */
export const logSql = `create schema if not exists cay;

-- What changed: one row for each tag, written in the transaction of the change.
create table if not exists cay.log (xid xid8 not null default pg_current_xact_id(), tag text not null);
create index if not exists log_xid on cay.log (xid);

-- Where the log stood, and when: it is trimmed by the snapshot of an hour ago, never by age.
create table if not exists cay.mark (
  at timestamptz not null default now(),
  snap pg_snapshot not null default pg_current_snapshot()
);
-- Rows of older transactions may be gone.
create table if not exists cay.trim (only_row boolean primary key default true check (only_row), x xid8 not null default '0');
insert into cay.trim default values on conflict do nothing;

-- UNLOGGED, so that it is empty after a crash and on a promoted standby. Both can hand out transaction ids a second
-- time (those of whatever was rolled back, or committed without waiting for the disk), and a position from before
-- would take what is new for what it has seen.
create unlogged table if not exists cay.epoch (only_row boolean primary key default true check (only_row), id text not null);

-- Which tables are followed, by which rules, into which table tags; \`writer\` is the function of their triggers, and
-- the fingerprint that of its body.
create table if not exists cay.tracked (
  relation text primary key,
  rules text[] not null,
  tags text[] not null,
  writer text not null,
  fingerprint text not null
);

-- Invalidates by hand, after DDL or work done with triggers off: select cay.touch('user:*', 'users').
create or replace function cay.touch(variadic tags text[]) returns void language plpgsql ${definer} as $cay$
begin
  if exists (select from unnest(tags) tag where tag is null or tag !~ '^\\S{1,200}$') then
    raise exception 'cay.touch: a tag is text of 1 to 200 characters without white space';
  end if;
  ${commitDurably}
  insert into cay.log (tag) select distinct unnest(tags);
end $cay$;

-- What this transaction has changed, to be asked when there is nothing left to do but to commit: what was deferred to
-- the commit is done now. With the rights and the search_path of whoever asks, for it runs triggers of theirs.
create or replace function cay.own_tags() returns setof text language plpgsql as $cay$
begin
  set constraints all immediate;
  return query select distinct tag from cay.log where xid = pg_current_xact_id_if_assigned();
end $cay$;

create or replace function cay.begin_epoch() returns void language sql ${definer} as $cay$
  insert into cay.epoch (id) values (replace(gen_random_uuid()::text, '-', '')) on conflict do nothing
$cay$;
select cay.begin_epoch();

-- Which database this is, and which of its histories: null where an epoch has to be begun. Fails on a standby.
-- The row's own xmin tells a restored dump from what was dumped.
create or replace function cay.identity() returns text language plpgsql stable ${definer} as $cay$
declare
  timeline text := left(pg_walfile_name(pg_current_wal_lsn()), 8);
  cluster text := '0';
begin
  begin
    select system_identifier into cluster from pg_control_system();
  exception when insufficient_privilege then
    null; -- Some managed services don't let it be read; the epoch is random enough.
  end;
  return (
    select concat_ws('.', cluster, database.oid, timeline, epoch.id || '-' || epoch.xmin)
    from pg_database database, cay.epoch epoch
    where database.datname = current_database()
  );
end $cay$;

-- The tags of what was committed since a snapshot; null where that is too much to tell one by one. Ordered, so that it is read
-- by the index whatever is known of the table; and none of the rows of transactions that are still under way.
create or replace function cay.changed(since_xmax xid8, since_xip xid8[]) returns text[] language sql stable
${definer} as $cay$
  with changes as materialized (
    (select tag from cay.log where xid >= since_xmax order by xid limit ${mostRows + 1})
    union all
    (select tag from cay.log where xid = any (array(
      select x from unnest(since_xip) x where pg_visible_in_snapshot(x, pg_current_snapshot())
    )) order by xid limit ${mostRows + 1})
  ),
  named as materialized (select array(select distinct tag from changes limit ${mostTags + 1}) as tags)
  select case when cardinality(tags) <= ${mostTags} and (select count(*) from changes) <= ${mostRows} then tags end
  from named
$cay$;

-- Marks where the log stands, every five minutes, and forgets what every position of the last hour has seen. At most
-- one instance at a time. True: there is more to forget.
create or replace function cay.tidy() returns boolean language plpgsql ${definer} as $cay$
declare
  marked cay.mark;
  horizon xid8;
  forgotten bigint;
begin
  if not pg_try_advisory_xact_lock(hashtext('cay.tidy')) then
    return false;
  end if;
  if not exists (select from cay.mark where at > now() - interval '5 minutes') then
    insert into cay.mark default values;
  end if;
  select * into marked from cay.mark where at < now() - interval '1 hour' order by at desc limit 1;
  delete from cay.mark where at < marked.at;
  update cay.trim set x = pg_snapshot_xmin(marked.snap) where x < pg_snapshot_xmin(marked.snap);
  select x into horizon from cay.trim;
  delete from cay.log where ctid = any (array(select ctid from cay.log where xid < horizon order by xid limit ${trimBatch}));
  get diagnostics forgotten = row_count;
  return forgotten = ${trimBatch};
end $cay$;

-- A table and all its partitions, at any depth.
create or replace function cay.parts(root regclass) returns setof regclass language sql stable
set search_path = pg_catalog, pg_temp as $cay$
  with recursive part as (
    select root::oid as oid where root is not null
    union select inhrelid from pg_inherits join part on inhparent = part.oid
  )
  select oid::regclass from part
$cay$;

-- The name of a tracked table as an object; null where there is none of that name.
create or replace function cay.named(relation text) returns regclass language sql stable ${definer} as $cay$
  select to_regclass(quote_ident(split_part(relation, '.', 1)) || '.' || quote_ident(split_part(relation, '.', 2)))
$cay$;

-- Puts the triggers of a tracked table where they are missing: on the table and on each of its partitions. Run it
-- where partitions are made: select cay.follow('public.posts'). ALWAYS, so that restores are followed too.
create or replace function cay.follow(tracked_relation text) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $cay$
declare
  known cay.tracked;
  part regclass;
  event text;
  is_new boolean := false;
begin
  select * into known from cay.tracked where relation = tracked_relation;
  if not found then
    raise exception 'cay.follow: % is not tracked. Name it as in cay.tracked, with its schema.', tracked_relation;
  end if;
  for part, event in
    select * from cay.parts(cay.named(known.relation)) p, unnest('{insert,update,delete,truncate}'::text[]) e
    where not exists (
      select from pg_trigger
      where tgrelid = p and tgname = 'cay_' || e and tgenabled = 'A' and tgfoid = to_regprocedure(known.writer)
    )
  loop
    execute format('drop trigger if exists %I on %s', 'cay_' || event, part);
    execute format(
      'create trigger %I after %s on %s %s for each statement execute function %s',
      'cay_' || event, event, part,
      case event
        when 'insert' then 'referencing new table as new_rows'
        when 'update' then 'referencing old table as old_rows new table as new_rows'
        when 'delete' then 'referencing old table as old_rows'
        else ''
      end,
      known.writer
    );
    execute format('alter table %s enable always trigger %I', part, 'cay_' || event);
    is_new := true;
  end loop;
  if is_new then
    -- What was cached of it before may have missed a change.
    insert into cay.log (tag) select unnest(known.tags);
  end if;
end $cay$;

comment on schema cay is '${schemaComment}';
`
