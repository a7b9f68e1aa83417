import type { Answer, Api } from './api.ts'
import type { Citizen } from './world.ts'

/** A job that is right. */
export const rightJob = {
  title: 'Boat builder',
  description: 'To mend the hull of a sloop before the regatta.',
  category: 'marine',
  location: 'hope-town',
  budget_min: 400,
  budget_max: 900,
}

type Asking = Pick<Api, 'ask'>

/** Posts a job; answers its id. */
export async function postJob(
  api: Asking,
  { token }: Pick<Citizen, 'token'>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const answer = await api.ask('POST', '/api/jobs', { token, body: { ...rightJob, ...more } })
  if (answer.status !== 201) throw new Error(`Posting failed: ${answer.text}`)
  return (answer.body as { readonly id: number }).id
}

export function applyFor(
  api: Asking,
  { token }: Pick<Citizen, 'token'>,
  jobId: number,
  body?: object,
): Promise<Answer> {
  return api.ask('POST', `/api/jobs/${jobId}/apply`, { token, ...(body === undefined ? {} : { body }) })
}
