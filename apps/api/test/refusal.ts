import { expect } from 'vitest'
import { codeOf, type Answer } from './api.ts'

/** A refusal as they all are: a clear word, one body, nothing of what is behind it. */
export function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.text]).toEqual([
    status,
    expect.stringContaining(`"code":"${code}"`) as string,
  ])
  expect(codeOf(answer)).toBe(code)
  expect(answer.body).toStrictEqual({
    error: {
      code,
      message: expect.stringMatching(/^[A-Z].*[.…]$/) as string,
      ...(code === 'validation_failed' || code.endsWith('_taken')
        ? { details: expect.any(Array) as unknown }
        : {}),
    },
    request_id: answer.headers['x-request-id'],
  })
  expect(answer.text).not.toMatch(
    /node_modules|[.][tj]s:|  at |select |insert into|constraint|undefined|\[object/,
  )
  expect(answer.text.length).toBeLessThan(5_000)
}
