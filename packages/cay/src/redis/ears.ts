import type { SharedTierEvents } from '../shared/port.ts'
import { channel } from './apply-script.ts'
import type { Link } from './link.ts'

/** Hears the messages of every process that follows the same Redis. */
export function listen(
  link: Link,
  { message, listening, deaf }: Pick<SharedTierEvents, 'message' | 'listening' | 'deaf'>,
): void {
  let isListening = false
  link.open({
    up: () => {
      link.client.subscribe(channel, message).then(
        () => {
          isListening = true
          listening()
        },
        () => undefined,
      )
    },
    // The connection for commands has the same to tell, and is asked for more.
    failed: () => undefined,
    down: () => {
      if (isListening) deaf()
      isListening = false
    },
  })
}
