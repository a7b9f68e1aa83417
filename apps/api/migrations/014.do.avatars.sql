-- The picture of each user who has uploaded one. The file itself is in the storage of avatars, under its name.
create table avatars (
  user_id bigint primary key references users (id) on delete cascade,
  -- Random: nothing of the user can be read from it.
  file_name text not null unique check ((file_name collate "C") ~ '^[A-Za-z0-9_-]{22}[.]webp$'),
  bytes integer not null check (bytes > 0),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  created_at timestamptz not null
);
