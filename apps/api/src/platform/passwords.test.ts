import { parseOptions } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { Passwords } from './passwords.ts'

test('a hash is argon2id with 19 MiB and two passes, another each time, and right for its password alone', async () => {
  const passwords = new Passwords()
  const hash = await passwords.hash('conch salad')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(parseOptions(hash)).toMatchObject({ memoryCost: 19_456, timeCost: 2, saltLen: 16, outputLen: 32 })
  expect(await passwords.hash('conch salad')).not.toBe(hash)
  expect(await passwords.isRight('conch salad', hash)).toBe(true)
  expect(await passwords.isRight('Conch salad', hash)).toBe(false)
})

test('a password is the same from every keyboard', async () => {
  const passwords = new Passwords()
  expect(await passwords.isRight('crème brûlée', await passwords.hash('crème brûlée'.normalize('NFD')))).toBe(
    true,
  )
})

test('so many wait and no more: the next is asked to come back, and all who waited are served', async () => {
  const passwords = new Passwords({ atOnce: 1, mostWaiting: 2 })
  const served = [1, 2, 3].map((i) => passwords.hash(`password ${i}`))
  await expect(passwords.hash('one too many')).rejects.toMatchObject({ kind: 'unavailable', code: 'busy' })
  await expect(passwords.hash('one too many')).rejects.toBeInstanceOf(AppError)
  expect(await Promise.all(served)).toHaveLength(3)
  expect(await passwords.hash('now there is room')).toMatch(/^\$argon2id/)
})

test('work that fails leaves its place to the next', async () => {
  const passwords = new Passwords({ atOnce: 1, mostWaiting: 5 })
  const failing = [1, 2, 3].map(() => passwords.isRight('x', 'no hash'))
  const results = await Promise.allSettled([...failing, passwords.hash('x')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled'])
})
