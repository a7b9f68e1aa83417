-- What a user signs in with. Never read by a cached query. last_login is here, and not with the user: signing in is no
-- change of the user, and must not make every cache forget them.
create table user_credentials (
  user_id bigint primary key references users (id) on delete cascade,
  password_hash text not null,
  last_login timestamptz
);
