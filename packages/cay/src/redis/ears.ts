import type { SharedTierEvents } from '../shared/port.ts'
import { channel } from './apply-script.ts'
import type { Link } from './link.ts'

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
