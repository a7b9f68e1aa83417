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
  check (budget_min <= budget_max),
  check (is_remote or location is not null)
);

-- Lists are by id, newest first: each index ends in it, so that a page is read in order.
create index jobs_employer on jobs (employer_id, id);
create index jobs_status on jobs (status, id);
create index jobs_category on jobs (category, id);
create index jobs_location on jobs (location, id);
create index jobs_budget_max on jobs (budget_max, id);
create index jobs_budget_min on jobs (budget_min, id);
select search_index('jobs', 'search_text');

create table job_applications (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  job_id bigint not null references jobs (id) on delete cascade,
  applicant_id bigint not null references users (id) on delete cascade,
  cover_letter text,
  created_at timestamptz not null default now(),
  constraint job_applications_once unique (job_id, applicant_id)
);

create index job_applications_job on job_applications (job_id, id);
create index job_applications_applicant on job_applications (applicant_id, id);
