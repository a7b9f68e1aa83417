/**
 * What is written and read: registers, each with versions 1, 2, 3, … in the order in which the database commits them.
 * A row's lock makes them one after another, so the newest version that was committed is what a read must find.
 */

/** Rows of the record family `item`; its ids begin at 1. */
export const itemCount = 1_500
/** The last of them come and go: a version may be an absence. */
export const mortalItems = 60
/** More than a thousand rows changed by one statement are told by the table's tag alone. */
export const tableUpdate = 1_100
/** Aliases that change hands between items: who carries one is a register of its own. */
export const handleCount = 120
/** Rows that are read through a query alone, so many groups of them. */
export const groupCount = 20
export const groupSize = 8

const firstHandle = itemCount
const firstEntry = itemCount + handleCount

/** Registers are numbered from 0. */
export const registerCount = firstEntry + groupCount * groupSize

export const firstMortalItem = itemCount - mortalItems + 1

export function itemRegister(id: number): number {
  return id - 1
}

/** @param handle numbered from 0 */
export function handleRegister(handle: number): number {
  return firstHandle + handle
}

export function isHandle(register: number): boolean {
  return register >= firstHandle && register < firstEntry
}

/** @param id numbered from 1, group by group */
export function entryRegister(id: number): number {
  return firstEntry + id - 1
}

/** The list that a row is of, numbered from 0. */
export function groupOfEntry(id: number): number {
  return Math.floor((id - 1) / groupSize)
}

export function handleName(handle: number): string {
  return `handle-${handle}`
}

/** For people. */
export function describeRegister(register: number): string {
  if (register < firstHandle) return `item ${register + 1}`
  return register < firstEntry ? handleName(register - firstHandle) : `entry ${register - firstEntry + 1}`
}

/** Seen instead of a version: there was none. */
export const absent = -1
/** Stands in a row only while a transaction that will be rolled back holds it. */
export const poison = -2
