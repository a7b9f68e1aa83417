import { PGlite } from '@electric-sql/pglite'
import { postgresChanges, track } from '@cay/postgres'
import { createCay } from 'cay'

const pglite = await PGlite.create()
await pglite.exec('create table posts (id int primary key, author_id int not null, title text not null)')

const posts = track('posts', {
  record: 'post', // a changed row touches post:<id>
  id: 'id',
  touches: ['posts', 'posts.by:{author_id}'], // and every list of posts, and its author's
})
const changes = postgresChanges({ pglite, tables: [posts] })
await changes.install()

const cay = createCay({ changes })
const titles = cay.query({
  name: 'posts:by-author',
  tags: (author: number) => [`posts.by:${author}`],
  tables: ['posts'],
  key: (author: number) => [author],
  load: async (author) => {
    const sql = 'select title from posts where author_id = $1 order by id'
    return (await pglite.query<{ title: string }>(sql, [author])).rows.map(({ title }) => title)
  },
})

console.log(await titles.get(7)) // []
await changes.write((tx) => tx.query("insert into posts values (1, 7, 'Sloops')"))
console.log(await titles.get(7)) // [ 'Sloops' ]
await cay.close()
await pglite.close()
