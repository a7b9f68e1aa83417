import type { Finding } from './finding.ts'

/** What Cay needs of an ACL user, whatever else it may or may not do. */
export const rights =
  '~cay:* &cay:changes +get +set +mget +unlink +pexpire +scan +eval +evalsha +publish +subscribe +ping +info +select'

/** What Redis can refuse with, by the first word of its answer; the rest of which may quote the password it was sent. */
const byWord: Readonly<Record<string, Omit<Finding, 'severity'>>> = {
  WRONGPASS: {
    code: 'password_wrong',
    found: 'The user or the password is wrong.',
    advice:
      'Check both. In an address, characters such as @ : / # in them must be percent-encoded; without a user it is `default`.',
  },
  NOAUTH: {
    code: 'password_missing',
    found: 'The server wants a password, and the address has none.',
    advice: 'Put it into the address: redis://:password@host:6379, or redis://user:password@host:6379.',
  },
  NOPERM: {
    code: 'not_permitted',
    found: 'The user may not do what Cay does.',
    advice: `Allow it: ACL SETUSER <user> ${rights}`,
  },
  DENIED: {
    code: 'protected_mode',
    found: 'The server has no password, and refuses everybody from another machine (protected mode).',
    advice: 'Give it a password (requirepass, or an ACL user).',
  },
  LOADING: {
    code: 'loading',
    found: 'The server has been started, and still reads its data from disk.',
    advice: 'Wait. A cache needs no persistence: without it, a start takes no time.',
  },
  OOM: {
    code: 'out_of_memory',
    found:
      'The memory of the server is used up, and it may not throw anything out (noeviction): nothing can be stored.',
    advice:
      'Reads of what is there go on. Set maxmemory-policy to allkeys-lru, and see that maxmemory is well above what an empty server uses, 1 to 2 MB.',
  },
  READONLY: {
    code: 'replica',
    found: 'This is a replica, which can be read but not written.',
    advice: 'Give the address of the primary.',
  },
  MISCONF: {
    code: 'saving_fails',
    found:
      'The server can’t save its data to disk, and refuses all writes until it can (stop-writes-on-bgsave-error).',
    advice:
      'Look at its disk and its log. A cache needs no persistence: CONFIG SET save "" and CONFIG SET stop-writes-on-bgsave-error no.',
  },
  NOREPLICAS: {
    code: 'replicas_missing',
    found:
      'The server has too few replicas, and refuses all writes until it has more (min-replicas-to-write).',
    advice: 'Bring its replicas back, or set min-replicas-to-write to 0: a cache needs no replica to write.',
  },
  MASTERDOWN: {
    code: 'replica',
    found: 'This is a replica that has lost its primary.',
    advice: 'Give the address of the primary, and see that it runs.',
  },
  CLUSTERDOWN: {
    code: 'cluster_down',
    found: 'The Cluster is not whole: some of its slots have no server.',
    advice: 'CLUSTER NODES on any node says which of them is lost. Bring it back.',
  },
  MOVED: {
    code: 'cluster',
    found: 'This is one server of a Cluster, which holds a part of the keys alone.',
    advice:
      'Give the addresses of several of its servers as a list, separated by commas: Cay finds the others.',
  },
  BUSY: {
    code: 'busy',
    found: 'A script of somebody’s keeps the server busy.',
    advice: 'SCRIPT KILL ends it.',
  },
  NOPROTO: {
    code: 'version_old',
    found: 'The server does not know the protocol RESP3: it is older than Redis 6.',
    advice: 'Cay needs Redis 7.0 or later, or Valkey.',
  },
}

/** What says ERR and no more: told apart by how it goes on, of which nothing is shown. */
const byText: readonly (readonly [pattern: RegExp, finding: Omit<Finding, 'severity'>])[] = [
  [
    /^ERR max number of clients/,
    {
      code: 'too_many_clients',
      found: 'The server has all the connections it may have (maxclients).',
      advice: 'Find out who holds them (CLIENT LIST), or raise maxclients.',
    },
  ],
  [
    /^ERR (DB index is out of range|invalid DB index|SELECT is not allowed)/,
    {
      code: 'database_number',
      found: 'The server has no database of the number in the address.',
      advice:
        'Leave the number away, or raise `databases`. A Cluster and many providers have database 0 alone.',
    },
  ],
  [
    /^ERR unknown command ['`]?HELLO/i,
    {
      code: 'version_old',
      found: 'The server does not know the command HELLO: it is older than Redis 6.',
      advice: 'Cay needs Redis 7.0 or later, or Valkey.',
    },
  ],
  [
    /^ERR AUTH .*without any password configured/,
    {
      code: 'password_unexpected',
      found: 'The address has a password, and the server has none.',
      advice: 'Give the server one (requirepass), or take it out of the address.',
    },
  ],
]

/** The finding of a word of {@link refusalOf} that was learned otherwise. */
export function findingOf(word: 'MOVED' | 'READONLY' | 'NOPERM'): Finding {
  return refusalOf(word)
}

/** @param message of an error that the server answered with; nothing of it but its first word is ever shown */
export function refusalOf(message: string): Finding {
  const [, word = ''] = /^([A-Z]+)(?: |$)/.exec(message) ?? []
  const known = byWord[word] ?? byText.find(([pattern]) => pattern.test(message))?.[1]
  return {
    severity: 'error',
    ...(known ?? {
      code: 'refused',
      found: `The server refuses${word === '' ? '' : `, and says ${word}`}.`,
      advice: 'Its log may say more. Is it Redis 7.0 or later, or Valkey?',
    }),
  }
}
