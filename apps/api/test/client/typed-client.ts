import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { join } from 'node:path'
import { startApi } from '../api.ts'

/** Where the types of the API stand, as they are made of its OpenAPI document. */
export const typesFile = join(import.meta.dirname, 'generated/openapi.ts')

/** The types of every endpoint, as text: made by openapi-typescript of what the running API says of itself. */
export async function generateTypes(): Promise<string> {
  await using api = await startApi()
  const { body } = await api.ask('GET', '/docs/json')
  const types = await openapiTS(body as OpenAPI3)
  return `// Made by “npm run generate:client” of the OpenAPI document.\n${astToString(types)}`
}
