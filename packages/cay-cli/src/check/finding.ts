/** `error`: Cay can't use it; `warning`: it can, and something is not as it should be; `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note'

/** Something worth saying about a server. */
export interface Finding {
  readonly severity: Severity
  /** A name for programs, that stays. */
  readonly code: FindingCode
  readonly found: string
  readonly advice: string
}

/** Everything that can be found. The README lists them, and a test holds the two together. */
export const findingCodes = [
  // It can't be asked.
  'host_unknown',
  'network_unreachable',
  'connection_refused',
  'silent',
  'closed',
  'tls_expected',
  'plain_expected',
  'certificate_unknown',
  'certificate_expired',
  'certificate_name',
  'certificate_invalid',
  'protected_mode',
  'too_many_clients',
  'password_missing',
  'password_wrong',
  'password_unexpected',
  'database_number',
  // It can't be used.
  'version_old',
  'replica',
  'cluster',
  'not_cluster',
  'cluster_down',
  'sentinel',
  'master_unknown',
  'not_permitted',
  'command_refused',
  'out_of_memory',
  'saving_fails',
  'replicas_missing',
  'loading',
  'busy',
  'refused',
  'not_faithful',
  // It can.
  'slow',
  'eviction_off',
  'memory_nearly_full',
  'memory_unbounded',
  'connect_slow',
  'not_encrypted',
  'appendonly_always',
  'save_failed',
  'info_refused',
  'cluster_replica',
] as const

export type FindingCode = (typeof findingCodes)[number]
