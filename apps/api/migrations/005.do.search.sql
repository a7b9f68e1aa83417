-- Search looks for words anywhere in a text. With trigrams (pg_trgm) that is an index; where a server does not have them, or
-- does not let us have them, searches read the table, and end at statement_timeout.
do $$
begin
  create extension if not exists pg_trgm;
exception
  when others then raise notice 'pg_trgm is not available here: %', sqlerrm;
end
$$;

-- Makes the index where there are trigrams. The extension may stand in any schema.
create function search_index(table_name text, expression text) returns void
language plpgsql as $$
declare
  place text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  if place is not null then
    execute format('create index on %I using gin ((%s) %I.gin_trgm_ops)', table_name, expression, place);
  end if;
end
$$;

-- What people are looked for by. Lower case by the rules of the database, as what is looked for is made.
alter table users add column search_text text not null generated always as (
  lower(
    first_name || ' ' || last_name || ' ' || username || ' ' || coalesce(occupation, '') || ' '
    || coalesce(company_name, '') || ' ' || coalesce(location, '')
  )
) stored;
select search_index('users', 'search_text');
