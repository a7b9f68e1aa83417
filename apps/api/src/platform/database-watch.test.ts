import { manualClock, type ManualClock } from 'cay/testing'
import { beforeEach, expect, test } from 'vitest'
import { DatabaseWatch } from './database-watch.ts'

let clock: ManualClock
let watch: DatabaseWatch
let states: string[]
/** Questions of the watch that are under way. */
let asked: { readonly answer: () => void; readonly fail: () => void }[]
beforeEach(() => {
  clock = manualClock()
  states = []
  asked = []
  watch = new DatabaseWatch({
    clock,
    onChange: (state) => states.push(state),
    ask: () => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      asked.push({
        answer: () => {
          resolve(undefined)
        },
        fail: () => {
          reject(new Error('timeout expired'))
        },
      })
      return promise
    },
  })
})

const silence = new Error('Query read timeout')
const wait = new Error('timeout exceeded when trying to connect')
const failing = (error: Error): Promise<unknown> => watch.guard(() => Promise.reject(error)).catch(() => 0)
const works = (): Promise<string> => watch.guard(() => Promise.resolve('works'))

test('after a statement that got no answer all are refused at once, until the database answers', async () => {
  await failing(silence)
  let calls = 0
  const guarded = watch.guard(() => Promise.resolve(++calls))
  await expect(guarded).rejects.toMatchObject({ kind: 'unavailable', code: 'unavailable' })
  expect(calls).toBe(0)
  asked[0]?.answer()
  await clock.advance(0)
  expect(await works()).toBe('works')
  expect(states).toEqual(['silent', 'answering'])
})

test('it asks again as long as it is not answered, one question at a time', async () => {
  await Promise.all([failing(silence), failing(silence), failing(wait)])
  expect(asked).toHaveLength(1)
  for (let i = 0; i < 3; i++) {
    asked.at(-1)?.fail()
    await clock.advance(250)
    expect(asked).toHaveLength(i + 2)
  }
  await expect(works()).rejects.toMatchObject({ code: 'unavailable' })
  asked.at(-1)?.answer()
  await clock.advance(0)
  expect(await works()).toBe('works')
})

test('where no connection was free it asks first: a busy application refuses nobody', async () => {
  await failing(wait)
  expect(await works()).toBe('works')
  asked[0]?.answer()
  await clock.advance(0)
  expect(states).toEqual([])
  await failing(wait)
  asked[1]?.fail()
  await clock.advance(0)
  expect(states).toEqual(['silent'])
})

test('an error that the database reported, or that is the request’s own, says nothing about it', async () => {
  await failing(Object.assign(new Error('duplicate key'), { code: '23505', severity: 'ERROR' }))
  await failing(new TypeError('no such function'))
  expect([asked.length, await works()]).toEqual([0, 'works'])
})

test('closed, it asks no more', async () => {
  await failing(silence)
  watch.close()
  asked[0]?.fail()
  await clock.advance(10_000)
  expect(asked).toHaveLength(1)
})
