import { createHash } from 'node:crypto'
import type { MarkedChange } from '../shared/port.ts'
import type { Commands } from './connection.ts'

/** Where every process that follows a Redis hears what was deleted. */
export const channel = 'cay:changes'

/**
 * KEYS: the mark, then what to delete. ARGV: channel, message ('' for none), what the mark must be ('' to leave it alone, '-'
 * for missing), what it becomes. Begins with UNLINK, of the mark too if it is to be set: so that SET, later in the script,
 * works on a Redis that is out of memory. One script: a replica or a snapshot has all of it or nothing.
 */
const script = `
if ARGV[3] ~= '' and (redis.call('GET', KEYS[1]) or '-') ~= ARGV[3] then return 0 end
for i = ARGV[3] == '' and 2 or 1, #KEYS, 1000 do
  redis.call('UNLINK', unpack(KEYS, i, math.min(i + 999, #KEYS)))
end
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[1], ARGV[2]) end
if ARGV[3] ~= '' then redis.call('SET', KEYS[1], ARGV[4]) end
return 1
`
const sha = createHash('sha1').update(script).digest('hex')

/** Whether it was applied: not, where the mark was not as expected. */
export async function applyChange(redis: Commands, { keys, message, mark }: MarkedChange): Promise<boolean> {
  const { key, move } = mark
  const from = move === undefined ? '' : (move.from ?? '-')
  const given = { keys: [key, ...keys], arguments: [channel, message, from, move?.to ?? ''] }
  try {
    return (await redis.evalSha(sha, given)) === 1
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return (await redis.eval(script, given)) === 1
  }
}
