import multipart from '@fastify/multipart'
import { bearer, optionalBearer, type Authentication } from '../../platform/authentication.ts'
import { answers, type App } from '../../platform/http.ts'
import { Turns } from '../../platform/turns.ts'
import { viewerOf } from '../auth/index.ts'
import { OwnProfile } from '../users/index.ts'
import { AvatarFile, AvatarParams, AvatarUpload } from './avatars.schema.ts'
import type { Avatars } from './avatars.service.ts'
import { notAForm, uploadedFile, uploadLimits } from './upload.ts'

/** Files that arrive at the same time are all in memory. */
const uploadsAtOnce = 20

export async function avatarRoutes(app: App, avatars: Avatars, guard: Authentication): Promise<void> {
  // Forms are read here and nowhere else; and here, nothing else.
  await app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, done) => {
        done(notAForm())
      })
      await scope.register(multipart, uploadLimits)
      uploadRoute(scope, avatars, guard)
    },
    { logSerializers: { busboyOptions: withoutHeaders } },
  )

  app.get(
    '/avatars/:name',
    {
      onRequest: guard.anyone,
      schema: {
        tags: ['auth'],
        summary: 'The picture of someone, as WebP, at most 512 pixels wide and high',
        security: optionalBearer,
        params: AvatarParams,
        response: answers({ 200: AvatarFile }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      const bytes = await avatars.file(request.params.name)
      return reply
        .headers({
          // A new picture has a new name.
          'cache-control': 'public, max-age=31536000, immutable',
          // Pages of any site may show it.
          'cross-origin-resource-policy': 'cross-origin',
          'content-type': 'image/webp',
        })
        .send(bytes)
    },
  )
}

/** SAFEGUARD. At level `trace` the plugin logs what it gives its parser: the headers, and the access token in them. */
function withoutHeaders(): string {
  return 'not logged'
}

function uploadRoute(app: App, avatars: Avatars, { member }: Authentication): void {
  const uploads = new Turns({
    atOnce: uploadsAtOnce,
    mostWaiting: 0,
    busy: 'Too many pictures are being uploaded right now. Try again shortly.',
  })
  app.post(
    '/api/auth/upload-avatar',
    {
      onRequest: member,
      // The form is described by its schema, and read by `uploadedFile`.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['auth'],
        summary: 'Upload your picture',
        description: 'What is stored beside its pixels, such as where it was taken, is not kept.',
        security: bearer,
        consumes: ['multipart/form-data'],
        body: AvatarUpload,
        response: answers({ 200: OwnProfile }, 400, 401, 403, 413, 415, 503),
      },
    },
    (request) => uploads.take(async () => avatars.replace(viewerOf(request).id, await uploadedFile(request))),
  )
}
