import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, type Answer } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Ledger {
  readonly balance: number
  readonly transactions: readonly { readonly id: number; readonly amount: number }[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
let person: Citizen
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(async () => {
  person = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

let keys = 0
const newKey = (): string => `key-${++keys}`
const send = (body: object, who = person): Promise<Answer> =>
  world.api.ask('POST', `/api/admin/users/${who.id}/points`, { token: world.admin.token, body })
const give = (amount: number, key = newKey(), who = person): Promise<Answer> =>
  send({ amount, reason: 'Helped', idempotency_key: key }, who)
const ask = (query = '', who = person): Promise<Answer> =>
  world.api.ask('GET', `/api/admin/users/${who.id}/points${query}`, { token: world.admin.token })
const ledger = async (query = ''): Promise<Ledger> => (await ask(query)).body as Ledger
const insert = (amount: number, who = person): Promise<object[]> =>
  world.api.psql(
    `insert into point_transactions (user_id, amount, reason, idempotency_key) values ($1, $2, 'By hand', $3)`,
    [who.id, amount, newKey()],
  )

describe('giving points', () => {
  test('answers the transaction and the new balance, and the ledger has both', async () => {
    const answer = await send({ amount: 30, reason: 'Regatta', idempotency_key: 'regatta-1' })
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        balance: 30,
        transaction: {
          id: expect.any(Number) as number,
          amount: 30,
          reason: 'Regatta',
          idempotency_key: 'regatta-1',
          created_by: world.admin.id,
          created_at: new Date(world.api.clock.wallNow()).toISOString(),
        },
      },
    ])
    const { transaction } = answer.body as { transaction: object }
    expect(await ledger()).toEqual({
      balance: 30,
      transactions: [transaction],
      total: 1,
      total_is_exact: true,
      skip: 0,
      limit: 20,
      next_before: null,
    })
  })

  test('takes them as well, down to nothing', async () => {
    await give(30)
    expect((await give(-30)).body).toMatchObject({ balance: 0 })
  })

  test('never takes more than there is', async () => {
    await give(30)
    const answer = await give(-31)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'insufficient_points'])
    expect(await ledger()).toMatchObject({ balance: 30, total: 1 })
  })

  test('lets one of two through that would take the same points at once', async () => {
    await give(30)
    const answers = await Promise.all([give(-20), give(-20), give(-20)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await ledger()).toMatchObject({ balance: 10, total: 2 })
  })

  test('is made once for its key: the second time answers the first', async () => {
    const first = await give(30, 'once')
    await give(5)
    const second = await give(30, 'once')
    expect(second.status).toBe(200)
    expect(second.body).toEqual({ ...(first.body as object), balance: 35 })
    expect(await ledger()).toMatchObject({ balance: 35, total: 2 })
  })

  test('answers what was taken once, though it could not be taken again', async () => {
    await give(30)
    expect([(await give(-30, 'all')).status, (await give(-30, 'all')).status]).toEqual([201, 200])
  })

  test.each([
    ['another amount', { amount: 31, reason: 'Helped' }],
    ['another reason', { amount: 30, reason: 'Sang' }],
  ])('refuses the key of before with %s', async (_, other) => {
    await give(30, 'used')
    const answer = await send({ ...other, idempotency_key: 'used' })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'key_reused'])
    expect(await ledger()).toMatchObject({ balance: 30, total: 1 })
  })

  test('makes one transaction of many at once with one key', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => give(30, 'at-once')))
    expect(made.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201])
    expect(await ledger()).toMatchObject({ balance: 30, total: 1 })
  })

  test('keeps the keys of two people apart', async () => {
    const other = await world.someone()
    expect([(await give(1, 'same')).status, (await give(2, 'same', other)).status]).toEqual([201, 201])
  })

  test.each(['GET', 'POST'] as const)('%s says so where there is no such user', async (method) => {
    const body = { amount: 1, reason: 'Helped', idempotency_key: 'x' }
    const answer = await world.api.ask(method, '/api/admin/users/999999999/points', {
      token: world.admin.token,
      ...(method === 'POST' ? { body } : {}),
    })
    expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
  })

  test('is noted in the log, by ids alone, and once', async () => {
    await give(30, 'noted')
    await give(30, 'noted')
    const lines = world.api.log().split('\n')
    const noted = lines.filter((line) => line.includes(`"whom":${person.id}}`))
    expect(noted.map((line) => (JSON.parse(line) as { audit: object }).audit)).toEqual([
      { by: world.admin.id, what: 'points given', whom: person.id },
    ])
  })
})

describe('the ledger', () => {
  test('goes newest first, page by page', async () => {
    for (const amount of [1, 2, 3]) await give(amount)
    const first = await ledger('?limit=2')
    expect(first.transactions.map(({ amount }) => amount)).toEqual([3, 2])
    const second = await ledger(`?limit=2&before=${first.next_before}`)
    expect(second.transactions.map(({ amount }) => amount)).toEqual([1])
    expect(second.next_before).toBeNull()
    expect((await ledger('?skip=1&limit=1')).transactions.map(({ amount }) => amount)).toEqual([2])
  })

  test('costs five statements cold, and warm that of the guard alone', async () => {
    await world.api.psql(
      `insert into point_transactions (user_id, amount, reason, idempotency_key)
       select $1, n, 'Helped', 'many ' || n from generate_series(1, 20) n`,
      [person.id],
    )
    const cost = async (): Promise<number> => (await world.api.statementsOf(() => ask())).length
    expect([await cost(), await cost()]).toEqual([5, 1])
  })

  test('of a closed account is there', async () => {
    person = await world.someone({ is_active: false })
    expect((await give(3)).status).toBe(201)
    expect(await ledger()).toMatchObject({ balance: 3 })
  })
})

describe('the database itself keeps a balance from falling below zero', () => {
  const below = /below zero/

  test('over an insert', async () => {
    await insert(5)
    await expect(insert(-6)).rejects.toThrow(below)
    await expect(insert(-5)).resolves.toEqual([])
  })

  test('over several people in one statement', async () => {
    const other = await world.someone()
    await insert(5)
    await expect(
      world.api.psql(
        `insert into point_transactions (user_id, amount, reason, idempotency_key)
         values ($1, -5, 'x', 'a'), ($2, -1, 'x', 'b')`,
        [person.id, other.id],
      ),
    ).rejects.toThrow(below)
    expect(await ledger()).toMatchObject({ balance: 5 })
  })

  test('over an update and a delete', async () => {
    await insert(5)
    await insert(-4)
    const { id } = person
    const change = (text: string): Promise<object[]> => world.api.psql(text, [id])
    await expect(
      change('update point_transactions set amount = 3 where user_id = $1 and amount = 5'),
    ).rejects.toThrow(below)
    await expect(change('delete from point_transactions where user_id = $1 and amount > 0')).rejects.toThrow(
      below,
    )
    expect(await ledger()).toMatchObject({ balance: 1 })
    await expect(change('delete from users where id = $1')).resolves.toEqual([])
  })

  test('over a transaction that becomes somebody else’s', async () => {
    const other = await world.someone()
    await insert(5)
    await insert(-4)
    const move = (amount: number): Promise<object[]> =>
      world.api.psql('update point_transactions set user_id = $2 where user_id = $1 and amount = $3', [
        person.id,
        other.id,
        amount,
      ])
    await expect(move(5)).rejects.toThrow(below)
    await expect(move(-4)).rejects.toThrow(below)
    expect(await ledger()).toMatchObject({ balance: 1 })
  })

  test('over two statements at once, each of which alone would do', async () => {
    await insert(5)
    await using there = await world.another()
    const taken = `insert into point_transactions (user_id, amount, reason, idempotency_key) values ($1, -5, 'x', $2)`
    await world.api.psql('begin')
    await world.api.psql(taken, [person.id, 'one'])
    let isSettled = false
    const second = there.psql(taken, [person.id, 'two']).finally(() => (isSettled = true))
    const refused = expect(second).rejects.toThrow(below)
    const isWaiting = async (): Promise<boolean> =>
      (await world.api.psql('select from pg_locks where not granted')).length > 0
    await expect.poll(async () => isSettled || (await isWaiting())).toBe(true)
    await world.api.psql('commit')
    await refused
    expect(await ledger()).toMatchObject({ balance: 0 })
  })
})

const changes = {
  'POST points': () => give(7),
  'an insert, in psql': () => insert(8),
  'an update, in psql': async () => {
    await world.api.psql('update point_transactions set amount = amount + 1 where user_id = $1', [person.id])
  },
  'a delete, in psql': async () => {
    await world.api.psql('delete from point_transactions where user_id = $1', [person.id])
  },
}
const unrelated = {
  'points of somebody else, in psql': async () => insert(9, await world.someone()),
  'a change of the user': async () => {
    await world.api.psql("update users set bio = 'New' where id = $1", [person.id])
  },
}

// Giving somebody points reads that transaction: another of the records, and no other of the lists.
const givingOthers = {
  'points of somebody else': async () => give(9, newKey(), await world.someone()),
}

describe.each([
  ['points', givingOthers],
  ['points:list', givingOthers],
  ['point_transaction', {}],
])('%s', (family, others) => {
  beforeEach(async () => {
    await insert(5)
  })
  const read = (): Promise<Ledger> => ledger()
  describeCached({ api: () => world.api, family, read, changes, unrelated: { ...unrelated, ...others } })
})
