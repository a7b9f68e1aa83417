-- Which demonstration data is here, so that it is put here once.
create table seeds (
  name text primary key,
  seeded_at timestamptz not null default now()
);
