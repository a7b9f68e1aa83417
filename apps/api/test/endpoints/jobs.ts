import { postJob, rightJob } from '../jobs.ts'
import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

const bad = {
  title: ['', ' ', '\n\t'],
  description: ['', '   '],
  category: ['', 'no-such', 'Marine', "'; drop table jobs; --"],
  location: ['', 'no-such', 'Nassau'],
  budget_max: [399],
}

async function job({ api }: World, owner: Citizen): Promise<Made> {
  return { id: await postJob(api, owner) }
}

export const jobsEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/jobs', access: 'public' },
  { method: 'GET', path: '/api/jobs/stats/overview', access: 'public' },
  { method: 'GET', path: '/api/jobs/{id}', access: 'public', given: job },
  { method: 'POST', path: '/api/jobs', access: 'member', success: 201, body: () => rightJob, badBody: bad },
  {
    method: 'PUT',
    path: '/api/jobs/{id}',
    access: 'owner',
    given: job,
    body: () => ({ title: 'Boat builder and caulker' }),
    badBody: bad,
  },
  {
    method: 'DELETE',
    path: '/api/jobs/{id}',
    access: 'owner',
    success: 204,
    except: { admin: 204 },
    given: job,
  },
  {
    method: 'POST',
    path: '/api/jobs/{id}/apply',
    access: 'member',
    success: 201,
    except: { owner: 409 },
    given: job,
    body: () => ({ cover_letter: 'I have built two.' }),
  },
  {
    method: 'GET',
    path: '/api/jobs/{id}/applications',
    access: 'owner',
    except: { admin: 200 },
    given: job,
  },
  { method: 'GET', path: '/api/jobs/my/posted', access: 'member' },
  { method: 'GET', path: '/api/jobs/my/applications', access: 'member' },
]
