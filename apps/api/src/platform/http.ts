import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import { Type, type Static, type TSchema, type TUnsafe } from 'typebox'

/** Gives a route's handler the types of its TypeBox schemas. */
export interface TypeBoxProvider extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

/** The application, as routes are added to it. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxProvider
>

/** The body of every answer that is not a success. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'What programs go by.' }),
      message: Type.String({ description: 'What people read.' }),
      details: Type.Optional(
        Type.Array(Type.Object({ field: Type.String(), problem: Type.String() }), {
          description: 'Which fields of the request are wrong, and how.',
        }),
      ),
    }),
    request_id: Type.String({ description: 'Names this request in the log.' }),
  },
  { $id: 'Error', description: 'What went wrong.' },
)

/** A schema that also allows null. As a list of types, which serializes faster than a union. */
export function nullable<S extends TSchema & { readonly type: string }>(
  schema: S,
): TUnsafe<Static<S> | null> {
  return Type.Unsafe<Static<S> | null>({ ...schema, type: [schema.type, 'null'] })
}

/** An id, in a path or an answer. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'an id' })

/** A point in time: ISO 8601, in UTC. */
export const Instant = Type.String({ format: 'date-time' })

/** The body of an answer that says nothing but that it was done. */
export const Nothing = Type.Null({ description: 'Done.' })

/** The path of one thing: `/api/jobs/:id`. */
export const IdParams = Type.Object({ id: Id }, { additionalProperties: false })

const refusals = {
  400: 'The request is not valid.',
  401: 'Who makes the request is not known.',
  403: 'Not allowed.',
  404: 'There is no such thing.',
  409: 'It conflicts with what is there.',
  413: 'The body is too large.',
  415: 'The body is not of the type that is read here.',
  429: 'Too often: try again when Retry-After says.',
  503: 'Too busy, or without a database, for the moment.',
} as const
type Refusal = keyof typeof refusals

/** What a route answers: its successes, and the refusals it is known for. */
export function answers<S extends Readonly<Record<number, TSchema>>>(
  successes: S,
  ...statuses: readonly Refusal[]
): S {
  const errors = statuses.map(
    (status) =>
      [
        status,
        { description: refusals[status], content: { 'application/json': { schema: Type.Ref('Error#') } } },
      ] as const,
  )
  return { ...successes, ...Object.fromEntries(errors) }
}

/** Before validation: no body is as good as an empty object. A body that is there and null is not. */
export function noBodyIsEmpty(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (request.body === undefined) request.body = {}
  done()
}
