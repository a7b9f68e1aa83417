import { CayError } from '../errors.ts'

/** What JSON carries without changing it. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

/**
 * V, if JSON carries it unchanged: interfaces and types alike. `never` for a Date, a Map, a bigint, a function, a class
 * with methods, and whatever holds one.
 */
export type JsonCompatible<V> = V extends Json | undefined
  ? V
  : V extends bigint | symbol | ((...args: never) => unknown)
    ? never
    : { readonly [K in keyof V]: JsonCompatible<V[K]> }

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // Not by Object.values, which would copy every array and list every object's values.
  if (Array.isArray(value)) for (const part of value) deepFreeze(part)
  else for (const name in value) deepFreeze(value[name])
  return Object.freeze(value)
}

/**
 * Refuses what JSON would change silently, with the path to it. A property that is `undefined` is let through:
 * it is absent from the first return as from every later one.
 * @throws {CayError} CAY_VALUE_INVALID; also for a value that refers to itself
 */
export function assertJson(value: unknown, where: string, family: string): asserts value is Json {
  const problem = problemIn(value, [])
  if (problem === undefined) return
  throw new CayError('CAY_VALUE_INVALID', `${family}: ${where}${problem.at} ${problem.what}`, { family })
}

/** What JSON would change, and the way to it: put together on the way back, where there is one. */
interface Problem {
  readonly at: string
  readonly what: string
}

/** @param ancestors what the value is in; as it was when this returns */
function problemIn(value: unknown, ancestors: object[]): Problem | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : { at: '', what: `is ${value}, which JSON turns into null` }
    case 'object':
      return value === null ? undefined : problemWithin(value, ancestors)
    case 'undefined':
      return { at: '', what: 'is undefined, which JSON cannot hold' }
    default:
      return { at: '', what: `is a ${typeof value}, which JSON cannot hold` }
  }
}

function problemWithin(value: object, ancestors: object[]): Problem | undefined {
  if (ancestors.includes(value)) return { at: '', what: 'refers to itself' }
  ancestors.push(value)
  const problem = Array.isArray(value) ? problemInArray(value, ancestors) : problemInObject(value, ancestors)
  ancestors.pop()
  return problem
}

function problemInArray(values: readonly unknown[], ancestors: object[]): Problem | undefined {
  // By index, not by forEach: a hole in the array must be seen as the undefined it is.
  for (let i = 0; i < values.length; i++) {
    const problem = problemIn(values[i], ancestors)
    if (problem !== undefined) return { ...problem, at: `[${i}]${problem.at}` }
  }
  return undefined
}

function problemInObject(value: object, ancestors: object[]): Problem | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    return { at: '', what: `is a ${value.constructor.name}, which JSON would change: give a plain object` }
  }
  for (const name of Object.keys(value)) {
    const part = (value as Readonly<Record<string, unknown>>)[name]
    const problem = part === undefined ? undefined : problemIn(part, ancestors)
    if (problem !== undefined) return { ...problem, at: `.${name}${problem.at}` }
  }
  return undefined
}
