/** What a benchmark measured: rows of one run, each beside its floor. */
export interface Result {
  /** What the figures depend on beside the machine. */
  readonly settings?: Readonly<Record<string, string | number>>
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}
