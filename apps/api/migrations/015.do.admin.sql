-- What admins look people up by: whatever the public search knows stays in its own column, which has no e-mail and no phone.
select search_index(
  'users',
  $$lower(first_name || ' ' || last_name || ' ' || username || ' ' || email || ' ' || coalesce(phone, ''))$$
);

-- Lists of admins: by id, newest first, of a few among many.
create index users_role on users (role, id);
create index users_closed on users (id) include (role) where not is_active;
create index users_admins on users (id) where is_admin;

-- How many have signed up lately.
create index users_created on users (created_at);
