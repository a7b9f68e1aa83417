/** An object of an answer. */
export type Item = Readonly<Record<string, unknown>>

/** The items of a list, by its name in the answer. None where the answer has no such list. */
export function itemsOf(body: unknown, name: string): readonly Item[] {
  const found = isItem(body) ? body[name] : undefined
  return Array.isArray(found) ? found.filter(isItem) : []
}

/** An object within an object. */
export function itemIn(body: unknown, name: string): Item {
  const found = isItem(body) ? body[name] : undefined
  if (isItem(found)) return found
  throw new TypeError(`The answer has no ${name}.`)
}

export function numberIn(body: unknown, name: string): number {
  const found = isItem(body) ? body[name] : undefined
  if (typeof found === 'number') return found
  throw new TypeError(`The answer has no number ${name}.`)
}

export function textIn(body: unknown, name: string): string {
  const found = isItem(body) ? body[name] : undefined
  if (typeof found === 'string') return found
  throw new TypeError(`The answer has no text ${name}.`)
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
