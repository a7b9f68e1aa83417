import { track } from '@cay/postgres'
import { groupCount, groupSize, handleCount, itemCount } from './registers.ts'

/** What the change log follows. */
export const trackedTables = [
  track('items', { record: 'item', id: 'id', aliases: ['handle'] }),
  track('entries', { touches: ['entries.of:{team}'] }),
]

/** `graves` and `handles` remember versions that no row of `items` carries; `receipts`, which writes were committed. */
export const schemaSql = `
create table items (id int primary key, version int not null, handle text unique, handle_version int not null);
create table graves (id int primary key, version int not null);
create table handles (number int primary key, version int not null);
create table receipts (token text primary key);
create table entries (id int primary key, team int not null, version int not null);
create index on entries (team);
insert into items select id, 1, case when id <= ${handleCount} then 'handle-' || id - 1 end, case when id <= ${handleCount} then 1 else 0 end
  from generate_series(1, ${itemCount}) id;
insert into handles select number, 1 from generate_series(0, ${handleCount - 1}) number;
insert into entries select id, (id - 1) / ${groupSize}, 1 from generate_series(1, ${groupCount * groupSize}) id;
analyze;
`
