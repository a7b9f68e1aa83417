import { avatarForm, picture, type Form } from '../form.ts'
import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

const upload = async (): Promise<Form> => avatarForm(await picture().png().toBuffer())

export const avatarsEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/api/auth/upload-avatar', access: 'member', payload: upload },
  {
    method: 'GET',
    path: '/avatars/{name}',
    access: 'public',
    given: async ({ api }: World, { token }: Citizen): Promise<Made> => {
      const form = await upload()
      const { body } = await api.ask('POST', '/api/auth/upload-avatar', { token, ...form })
      return { name: (body as { avatar_url: string }).avatar_url.replace('/avatars/', '') }
    },
  },
]
