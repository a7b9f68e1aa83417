-- Refresh tokens. Each is used once and replaced by the next of its chain; a chain begins when someone signs in.
create table refresh_tokens (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id) on delete cascade,
  chain_id uuid not null,
  -- SHA-256 of the token; the token itself is known to its holder alone.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);

create index refresh_tokens_chain on refresh_tokens (chain_id);
create index refresh_tokens_user on refresh_tokens (user_id);
