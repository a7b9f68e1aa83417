create table jobs (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  employer_id bigint not null references users (id) on delete cascade,
  title text not null,
  description text not null,
  category text not null references categories (slug),
  -- Null: nowhere in particular, and then it is remote.
  location text references locations (slug),
  is_remote boolean not null default false,
  -- Whole Bahamian dollars.
  budget_min integer check (budget_min >= 0),
  budget_max integer check (budget_max >= 0),
  status text not null default 'open' check (status in ('open', 'filled', 'closed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search_text text not null generated always as (lower(title || ' ' || description)) stored,
  -- The budget as a range to look in: a bound that is left open is as far away as can be; null without a budget.
  budget_from integer generated always as (
    case when num_nonnulls(budget_min, budget_max) > 0 then coalesce(budget_min, 0) end
  ) stored,
  budget_to integer generated always as (
    case when num_nonnulls(budget_min, budget_max) > 0 then coalesce(budget_max, 2147483647) end
  ) stored,
  check (budget_min <= budget_max),
  check (is_remote or location is not null)
);

-- Lists are by id, newest first: an index ends in it, so that a page is read in order. Every list but an employer's own is
-- of one status. With every other filter in the index too, what fits none of the jobs is found without reading them.
create index jobs_employer on jobs (employer_id, id);
create index jobs_status on jobs (status, id) include (category, location, is_remote, budget_from, budget_to);
create index jobs_category on jobs (category, status, id) include (location, is_remote, budget_from, budget_to);
create index jobs_location on jobs (location, status, id) include (category, is_remote, budget_from, budget_to);
-- The best paid and the least paid are few: found sooner by their budget than in order of the id.
create index jobs_budget_to on jobs (status, budget_to);
create index jobs_budget_from on jobs (status, budget_from);
select search_index('jobs', 'search_text');

create table job_applications (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  job_id bigint not null references jobs (id) on delete cascade,
  applicant_id bigint not null references users (id) on delete cascade,
  cover_letter text,
  created_at timestamptz not null default now(),
  -- In this order it is also what tells whether somebody has applied for what they look at.
  constraint job_applications_once unique (applicant_id, job_id)
);

create index job_applications_job on job_applications (job_id, id);
create index job_applications_applicant on job_applications (applicant_id, id);
