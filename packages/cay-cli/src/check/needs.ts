import { ErrorReply } from '@redis/client'
import { orRefusal } from './or-refusal.ts'
import type { Session } from './session.ts'

/** Something that Cay does with Redis and this server, or this user there, may not. */
export interface RefusedNeed {
  readonly command: string
  /** The first word of the refusal. */
  readonly word: string
}

/** Where the processes that share a Redis tell each other what changed. */
const channel = 'cay:changes'

/** Does once, with a key of its own, what else Cay does: the loading of a value and the invalidation of it. */
export async function refusedNeeds(session: Session, key: string): Promise<readonly RefusedNeed[]> {
  const deletion = "return redis.call('UNLINK', KEYS[1])"
  const needs: readonly (readonly [command: string, reply: () => Promise<unknown>])[] = [
    ['SET with NX and GET', () => session.ask('SET', key, 'x', 'NX', 'GET', 'PX', '1000')],
    ['MGET', () => session.ask('MGET', key)],
    ['PEXPIRE', () => session.ask('PEXPIRE', key, '1000', 'GT')],
    ['SCAN', () => session.ask('SCAN', '0', 'MATCH', key, 'COUNT', '1')],
    ['EVAL', () => session.ask('EVAL', deletion, '1', key)],
    [`SUBSCRIBE ${channel}`, () => session.subscribe(channel)],
  ]
  const refused: RefusedNeed[] = []
  for (const [command, reply] of needs) {
    const answer = await orRefusal(reply())
    if (answer instanceof ErrorReply) refused.push({ command, word: answer.message.split(' ', 1)[0] ?? '' })
  }
  return refused
}
