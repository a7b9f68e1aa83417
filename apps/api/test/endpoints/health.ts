import type { Endpoint } from './endpoint.ts'

export const healthEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/health', access: 'open' },
  { method: 'GET', path: '/health/ping', access: 'open' },
  { method: 'GET', path: '/health/ready', access: 'open' },
  { method: 'GET', path: '/health/cache', access: 'open' },
]
