import { channel } from 'node:diagnostics_channel'

/** One statement that was sent to the database to read. Its text holds no values. */
export interface ReadStatement {
  readonly text: string
}

/** Where every statement that reads is told of, by whoever listens: for counting what a request costs the database. */
const statements = channel('api:statement')

export function tellOfStatement(text: string): void {
  if (statements.hasSubscribers) statements.publish({ text } satisfies ReadStatement)
}
