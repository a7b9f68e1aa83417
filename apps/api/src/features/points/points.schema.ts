import { Type } from 'typebox'
import { Id, Instant, nullable } from '../../platform/http.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'

/** More at once is a slip of the hand. */
const mostAtOnce = 1_000_000

export const PointsQuery = Type.Object(pageQuery, { additionalProperties: false })

export const GivePoints = Type.Object(
  {
    amount: Type.Integer({
      minimum: -mostAtOnce,
      maximum: mostAtOnce,
      description: 'How many to give; below zero: how many to take. Not 0.',
    }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
    idempotency_key: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: '^[!-~]+$',
      description:
        'Names this transaction among the user’s. Sent again with the same amount and reason, it answers what was made the first time.',
    }),
  },
  { additionalProperties: false },
)

const PointTransaction = Type.Object(
  {
    id: Id,
    amount: Type.Integer(),
    reason: Type.String(),
    idempotency_key: Type.String(),
    created_by: nullable(Id),
    created_at: Instant,
  },
  { description: 'Points that were given, or taken.' },
)

const Balance = Type.Integer({ minimum: 0, description: 'The sum of all transactions.' })

export const Ledger = Type.Object(
  { balance: Balance, transactions: Type.Array(PointTransaction), ...pageInfo },
  { description: 'What someone has, and a page of how it came to be.' },
)

export const PointsGiven = Type.Object(
  { transaction: PointTransaction, balance: Balance },
  { description: 'The transaction, and what its owner has now.' },
)
