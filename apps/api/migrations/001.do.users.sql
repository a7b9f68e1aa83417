-- The people of the platform. No password here, nor anything that belongs to signing in: what is in this table is cached.
create table users (
  -- Ids are whole numbers in JSON and JavaScript, exact up to 2^53 - 1.
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,

  -- E-mail and username are ASCII, so that lower() here and toLowerCase() in the application agree on every character.
  email text not null
    check (length(email) <= 254 and (email collate "C") ~ '^[!-~]+@[!-~]+$'),
  username text not null
    check (
      length(username) between 3 and 30
      and (username collate "C") ~ '^[A-Za-z0-9._-]+$'
      -- A letter, so that a username is never taken for an id or a phone number.
      and (username collate "C") ~ '[A-Za-z]'
    ),
  -- E.164.
  phone text
    check ((phone collate "C") ~ '^\+[1-9][0-9]{6,14}$'),

  first_name text not null,
  last_name text not null,
  role text not null default 'worker' check (role in ('worker', 'employer')),
  bio text,
  avatar_url text,
  occupation text,
  company_name text,
  location text,
  skills text[] not null default '{}',
  experience text,
  education text,

  is_active boolean not null default true,
  is_admin boolean not null default false,
  is_available_for_hire boolean not null default false,

  -- Access tokens carry it; they are good while it is the same. It grows when a password changes, and on "log out everywhere".
  token_version integer not null default 1,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create unique index users_email_key on users (lower(email collate "C"));
create unique index users_username_key on users (lower(username collate "C"));
create unique index users_phone_key on users (phone);
