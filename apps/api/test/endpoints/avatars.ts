import { avatarForm, picture } from '../form.ts'
import type { Endpoint } from './endpoint.ts'

const upload = async (): ReturnType<typeof avatarForm> => avatarForm(await picture().png().toBuffer())

export const avatarsEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/api/auth/upload-avatar', access: 'member', payload: upload },
  {
    method: 'GET',
    path: '/avatars/{name}',
    access: 'public',
    given: async ({ api }, { token }) => {
      const form = await upload()
      const { body } = await api.ask('POST', '/api/auth/upload-avatar', { token, ...form })
      return { name: (body as { avatar_url: string }).avatar_url.replace('/avatars/', '') }
    },
  },
]
