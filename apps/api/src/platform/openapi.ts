import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { App } from './http.ts'

/** Describes every route added after it, as OpenAPI at /docs/json and for people at /docs. */
export async function describeRoutes(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cay: a job platform',
        description:
          'Register or log in, take the `access_token` of the answer, and send it as `Authorization: Bearer …`.',
        version: '0.1.0',
      },
      tags: [
        { name: 'auth', description: 'Signing in, and one’s own account.' },
        { name: 'users', description: 'The people of the platform, and who follows whom.' },
        { name: 'jobs', description: 'Work that is offered, and who applies for it.' },
        { name: 'posts', description: 'What people tell each other, with likes and comments.' },
        { name: 'messages', description: 'Conversations between two people.' },
        { name: 'notifications', description: 'What happened to you.' },
        { name: 'places', description: 'What jobs are sorted by: categories and locations.' },
        { name: 'admin', description: 'For admins: people, points, permissions, statistics.' },
        { name: 'health', description: 'How the service is.' },
      ],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, i) => nameOf(json['$id']) ?? `schema-${i}`,
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    transformStaticCSP: ownOriginOnly,
    // The bar at the top advertises, and offers to load descriptions from elsewhere.
    theme: { css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }] },
    uiConfig: {
      // Else the page would send the description to a service of Swagger's.
      validatorUrl: null,
      displayRequestDuration: true,
      tryItOutEnabled: true,
    },
  })
}

/**
 * The page's own policy, without other hosts, and without making HTTPS of its own addresses: there is none on the
 * machine of whoever tries this out.
 */
function ownOriginOnly(policy: string): string {
  return policy.replace(/upgrade-insecure-requests;? ?| https:| validator\.swagger\.io/g, '').trim()
}

function nameOf(id: unknown): string | undefined {
  return typeof id === 'string' ? id : undefined
}
