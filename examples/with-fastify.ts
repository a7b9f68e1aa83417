import { invalidationRules } from '@cay/fastify'
import { createCay } from 'cay'
import { fastify } from 'fastify'

// Stands in for your database.
const jobs = new Map([['1', { id: '1', title: 'Boat builder' }]])

const cay = createCay()
const jobList = cay.query({
  name: 'jobs:list',
  tags: ['jobs'],
  key: (page: number) => [page],
  load: async (page) => [...jobs.values()].slice(page * 20, page * 20 + 20),
})

const app = fastify()
await app.register(
  invalidationRules({
    cay,
    rules: [
      { route: 'POST /jobs', tags: ['jobs'] },
      { route: 'PUT /jobs/:id', tags: ({ params }) => ['jobs', `job:${params.id}`] },
    ],
  }),
)

app.get('/jobs', () => jobList.get(0))
app.post<{ Body: { id: string; title: string } }>('/jobs', async ({ body }, reply) => {
  jobs.set(body.id, body)
  return reply.code(201).send(body)
})
app.put<{ Params: { id: string }; Body: { title: string } }>('/jobs/:id', async ({ params, body }) => {
  jobs.set(params.id, { id: params.id, title: body.title })
  return jobs.get(params.id)
})

console.log((await app.inject('/jobs')).body) // [{"id":"1","title":"Boat builder"}]
await app.inject({ method: 'PUT', url: '/jobs/1', body: { title: 'Sail maker' } })
console.log((await app.inject('/jobs')).body) // [{"id":"1","title":"Sail maker"}]
await app.close()
await cay.close()
