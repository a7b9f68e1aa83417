/** What a benchmark measured: rows of one run, each beside its floor. */
export interface Result {
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}
