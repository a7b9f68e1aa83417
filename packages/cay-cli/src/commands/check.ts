import { parseArgs } from 'node:util'
import { rounds } from '../check/exercise.ts'
import { checkPlace, placeOf } from '../check/place.ts'
import { asJson, asText, exitCodes, verdictOf } from '../check/report.ts'
import { deadlineMs } from '../check/session.ts'
import { UsageError, type Command, type Outcome, type Surroundings } from '../command.ts'

const defaultTargetMs = 1

const help = `cay check: is this Redis one that Cay can use, and what is to be done about it if not?

Usage: cay check [URL] [--json] [--target-ms N]

  URL            redis://[user:password@]host[:port][/database], or rediss:// for TLS;
                 several, by commas: servers of one Cluster;
                 redis+sentinel://host:26379,host:26379/name: what Sentinels watch over.
                 Without it, the first of these variables that is set decides, as for
                 the API: REDIS_URL, REDIS_PRIVATE_URL, UPSTASH_REDIS_REST_URL,
                 REDIS_SENTINELS, REDIS_HOST.
                 Whoever may list the processes of this machine sees a password that
                 is typed here: prefer the variable.
  --json         prints one object instead of text
  --target-ms N  how long SET, GET and DELETE may take, in milliseconds. Default ${defaultTargetMs}.
                 A connection may take 50 times as long.

It connects (with TLS, user, password and database), and then, with one key of its own
(cay:check:…), which it deletes: ${rounds.most} rounds of SET, GET and DELETE, fewer if they take
more than a second, after ${rounds.warmUp} that don't count. Then it asks the server about itself.
It waits ${deadlineMs.connect / 1_000} s for a connection and ${deadlineMs.command / 1_000} s for a command. Of a Cluster, the servers that are
named are looked at; of what Sentinels watch over, the master.

What it finds is an error (Cay can't use this Redis), a warning or a note.

Exit codes:
   0  all is well; there may be notes
   1  Cay can use it, and there are warnings
   2  Cay can't use it: it can't be reached, refuses, is a replica, …
  64  the command can't be understood; nothing was done
  70  a mistake in cay

Examples:
  REDIS_URL=redis://localhost cay check
  cay check rediss://redis.example.org:6380
  NODE_EXTRA_CA_CERTS=authority.pem cay check rediss://10.0.0.7:6380 --json
`

/** `cay check [URL]` */
export const check: Command = {
  name: 'check',
  summary: 'is this Redis one that Cay can use, and what is to be done about it if not?',
  examples: ['REDIS_URL=redis://localhost cay check', 'cay check rediss://redis.example.org:6380 --json'],
  help,
  run,
}

async function run(args: readonly string[], { env, isColored }: Surroundings): Promise<Outcome> {
  const { url, isJson, targetMs } = parsed(args)
  const reports = await checkPlace(placeOf(url, env), targetMs)
  const stdout = isJson ? asJson(reports) : asText(reports, { targetMs, isColored })
  return { stdout, stderr: '', exitCode: exitCodes[verdictOf(reports)] }
}

interface Arguments {
  readonly url: string | undefined
  readonly isJson: boolean
  readonly targetMs: number
}

/** @throws {UsageError} */
function parsed(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args)
  if (positionals.length > 1) throw new UsageError('cay check takes one address.')
  const targetMs = Number(values['target-ms'] ?? defaultTargetMs)
  if (!(targetMs > 0 && targetMs < Infinity)) throw new UsageError('--target-ms takes a number above 0.')
  return { url: positionals[0], isJson: values.json, targetMs }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, 'target-ms': { type: 'string' } },
    })
  } catch {
    // The error quotes what was typed.
    throw new UsageError('cay check takes an address, --json and --target-ms N, and nothing else.')
  }
}
