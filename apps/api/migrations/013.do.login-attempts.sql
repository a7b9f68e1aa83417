-- Every try to sign in, to sign up, or to give one's own password, noted before the password is looked at. Limits are counted
-- from it, by all instances. Never what was typed: a keyed hash of it.
create table login_attempts (
  id bigint generated always as identity (maxvalue 9007199254740991) primary key,
  kind text not null check (kind in ('login', 'register', 'password')),
  login_hash bytea not null check (octet_length(login_hash) = 32),
  -- Whose account it is, where there is one. Without a foreign key: checking it would take longer where there is one.
  user_id bigint,
  -- An IPv4 address, or the /64 of an IPv6 address: its owner can take any address in it.
  network cidr not null,
  -- `forgiven`: failed, and followed by a success of the same login from the same network.
  outcome text not null default 'failed' check (outcome in ('failed', 'forgiven', 'succeeded')),
  attempted_at timestamptz not null,
  -- When it may be removed.
  expires_at timestamptz not null
);

create index login_attempts_failed on login_attempts (login_hash, attempted_at) where outcome = 'failed';
create index login_attempts_succeeded on login_attempts (login_hash, network) where outcome = 'succeeded';
create index login_attempts_network on login_attempts (network, attempted_at) where outcome <> 'succeeded';
create index login_attempts_registered on login_attempts (network, attempted_at) where kind = 'register';
create index login_attempts_expiry on login_attempts (expires_at);
