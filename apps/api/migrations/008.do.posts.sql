create table posts (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  author_id bigint not null references users (id) on delete cascade,
  content text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index posts_author on posts (author_id, id);

create table post_likes (
  post_id bigint not null references posts (id) on delete cascade,
  user_id bigint not null references users (id) on delete cascade,
  -- False: taken back. The row stays, so that a like turned off and on again tells the author once.
  liked boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (user_id, post_id)
);

-- What likes are counted by. Equal entries are stored once, so it is a small one.
create index post_likes_post on post_likes (post_id, liked);

create table post_comments (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  post_id bigint not null references posts (id) on delete cascade,
  author_id bigint not null references users (id) on delete cascade,
  content text not null,
  created_at timestamptz not null default now()
);

create index post_comments_post on post_comments (post_id, id);
create index post_comments_author on post_comments (author_id, id);
