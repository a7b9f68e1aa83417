/** `error`: Cay can't use it; `warning`: it can, and something is not as it should be; `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note'

/** Something worth saying about a server. */
export interface Finding {
  readonly severity: Severity
  /** A name for programs, that stays. */
  readonly code: string
  readonly found: string
  readonly advice: string
}
