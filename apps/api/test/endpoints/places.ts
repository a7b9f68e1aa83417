import type { Endpoint } from './endpoint.ts'

export const placesEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/categories', access: 'public' },
  { method: 'GET', path: '/api/locations', access: 'public' },
]
