import { Type } from 'typebox'

/** For the description: what arrives is a stream, and is looked at as such. */
export const AvatarUpload = Type.Object({
  avatar: Type.Unsafe<Buffer>({
    type: 'string',
    format: 'binary',
    description: 'A JPEG, PNG, WebP or GIF of at most 5 MB and 25 million pixels.',
  }),
})

export const AvatarParams = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200, description: 'the name of a file' }) },
  { additionalProperties: false },
)

/** A response of Fastify's, by its content type. */
export const AvatarFile = Type.Unsafe<Buffer>({
  description: 'The picture.',
  content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } },
})
