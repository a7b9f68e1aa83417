/**
 * The SQL of a statement that reads: itself where it does, else a type that says what is wrong with it. Text put
 * together at run time is allowed inside it (`select ${columns} from users`), and only there: the compiler has to see how
 * the statement begins. It guards against mistakes; what holds against malice is a session that is READ ONLY.
 *
 *     read: <const T extends string, Row extends object>(text: ReadSql<T>, values?: readonly unknown[]) => Promise<readonly Row[]>
 */
export type ReadSql<T extends string> = string extends T
  ? 'The compiler has to see the statement: write it where it is read with.'
  : Flat<T> extends Reading
    ? Flat<T> extends Writing
      ? 'A statement that reads can’t write: insert, update, delete, merge, truncate, into and ";" are for the door.'
      : T
    : 'A statement that reads begins with select, with, values, table, show or explain.'

/** Followed by what ends a word. */
type Reading = `${'select' | 'with' | 'values' | 'table' | 'show' | 'explain'}${' ' | '(' | '*'}${string}`

/** As a word of its own: not `updated_at`. */
type Writing =
  | `${string}${' ' | '(' | ')'}${'insert' | 'update' | 'delete' | 'merge' | 'truncate' | 'into'}${' ' | '"'}${string}`
  | `${string};${string}`

/** On one line, in lower case, without what stands before its first word. The end counts as the end of a word. */
type Flat<T extends string> = Lowercase<`${Trimmed<OneLine<T>>} `>

type OneLine<
  T extends string,
  Done extends string = '',
> = T extends `${infer Line}${'\n' | '\r' | '\t'}${infer Rest}`
  ? OneLine<Rest, `${Done}${Line} `>
  : `${Done}${T}`

type Trimmed<T extends string> = T extends ` ${infer Rest}` ? Trimmed<Rest> : T
