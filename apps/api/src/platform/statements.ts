import { channel } from 'node:diagnostics_channel'

/**
 * Where every statement that reads is told of, as `{ text }`, which holds no values: for counting what a request costs the
 * database.
 */
const statements = channel('api:statement')

export function tellOfStatement(text: string): void {
  if (statements.hasSubscribers) statements.publish({ text })
}
