import { CayError } from '../errors.ts'

/** What JSON carries without changing it. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}

/**
 * Refuses what JSON would change silently, with the path to it. A property that is `undefined` is let through:
 * it is absent from the first return as from every later one.
 * @throws {CayError} CAY_VALUE_INVALID; also for a value that refers to itself
 */
export function assertJson(value: unknown, where: string, family: string): asserts value is Json {
  const problem = firstProblem(value, where, [])
  if (problem === undefined) return
  throw new CayError('CAY_VALUE_INVALID', `${family}: ${problem}`, { family })
}

function firstProblem(value: unknown, path: string, ancestors: readonly object[]): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : `${path} is ${value}, which JSON turns into null`
    case 'object':
      return value === null ? undefined : problemWithin(value, path, ancestors)
    case 'undefined':
      return `${path} is undefined, which JSON cannot hold`
    default:
      return `${path} is a ${typeof value}, which JSON cannot hold`
  }
}

function problemWithin(value: object, path: string, ancestors: readonly object[]): string | undefined {
  if (ancestors.includes(value)) return `${path} refers to itself`
  const below = [...ancestors, value]
  if (Array.isArray(value)) {
    // By index, not by forEach: a hole in the array must be seen as the undefined it is.
    for (let i = 0; i < value.length; i++) {
      const problem = firstProblem(value[i], `${path}[${i}]`, below)
      if (problem !== undefined) return problem
    }
    return undefined
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    return `${path} is a ${value.constructor.name}, which JSON would change: give a plain object`
  }
  for (const [name, part] of Object.entries(value)) {
    const problem = part === undefined ? undefined : firstProblem(part, `${path}.${name}`, below)
    if (problem !== undefined) return problem
  }
  return undefined
}
