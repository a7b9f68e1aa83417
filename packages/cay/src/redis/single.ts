import type { SharedTierEvents } from '../shared/port.ts'
import { assertRedisUrl, type RedisUrl } from './address.ts'
import { channel } from './apply-script.ts'
import { infoCommand, type Connection } from './connection.ts'
import { createLink, type Link, type LinkSetting } from './link.ts'

/** A connection to one server for commands, and one to hear what others change. */
export function singleConnection(url: RedisUrl, setting: LinkSetting): Connection {
  assertRedisUrl(url)
  const commands = createLink({ url }, setting)
  const ears = createLink({ url }, setting)
  return {
    partitions: 1,
    start: (events) => {
      commands.open({ up: events.connected, failed: events.failed, down: events.disconnected })
      listen(ears, events)
    },
    close: () => {
      commands.close()
      ears.close()
    },
    ping: () => commands.client.ping(),
    info: async () => [String(await commands.client.sendCommand<Buffer>(infoCommand))],
    ask: (work) => work(commands.client),
  }
}

/** Hears the messages of every process that follows the same Redis. */
export function listen(link: Link, { message, listening, deaf }: SharedTierEvents): void {
  let isSubscribed = false
  link.open({
    // The client subscribes again by itself before it is ready again.
    up: () => {
      if (isSubscribed) {
        listening()
        return
      }
      link.client.subscribe(channel, message).then(
        () => {
          isSubscribed = true
          listening()
        },
        () => undefined,
      )
    },
    // The connection for commands has the same to tell, and is asked for more.
    failed: () => undefined,
    down: () => {
      if (isSubscribed) deaf()
    },
  })
}
