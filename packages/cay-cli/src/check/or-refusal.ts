import { ErrorReply } from '@redis/client'

/** What the server refuses is an answer too. */
export async function orRefusal(reply: Promise<unknown>): Promise<unknown> {
  try {
    return await reply
  } catch (error) {
    if (error instanceof ErrorReply) return error
    throw error
  }
}
