import { jittered } from '../runtime/random.ts'
import { askShared, type Missed, type Refresh } from './ask-shared.ts'
import type { Family, FamilyKey } from './family.ts'

/** How often a process looks whether the one that loads is done. */
const pollMs = 50
const pollJitter = 0.2

/**
 * One process loads for all: who gets the lease. The others look for its entry until loadTimeout, then load themselves:
 * a lease whose holder died ends by itself. Undefined: another's entry has landed the flight.
 */
export async function ownTurn<K extends FamilyKey, V>(
  family: Family<K, V>,
  missed: Missed<K, V>,
  refresh: Refresh<K, V>,
): Promise<Missed<K, V> | undefined> {
  const { clock } = family.surroundings
  const until = clock.now() + family.policy.loadTimeoutMs
  let latest: Missed<K, V> | undefined = missed
  while (latest.versions !== undefined && clock.now() < until) {
    const isMine = await takeLease(family, missed.flight.key)
    if (!isMine) await pause(family)
    // Also with the lease in hand: its last holder may have stored its entry since this process looked.
    const accepts = isMine ? missed.accepts : missed.accepts === 'fresh' ? 'fresh' : 'servable'
    ;[latest] = await askShared(family, [{ ...missed, accepts }], refresh)
    if (latest === undefined && isMine) await releaseLease(family, missed.flight.key)
    if (latest === undefined || isMine) return latest && { ...missed, versions: latest.versions }
  }
  return latest
}

async function takeLease<K extends FamilyKey, V>(family: Family<K, V>, key: K): Promise<boolean> {
  const { shared, random } = family.surroundings
  const value = random.version()
  const standing = await shared.claim([
    { key: leaseKey(family, key), value, ttlMs: family.policy.loadTimeoutMs },
  ])
  // Where nobody can be asked, nobody can be waited for.
  return standing === undefined || standing[0] === value
}

/** After the entry is stored. One that was not ours any more costs another process a load, no more. */
export async function releaseLease<K extends FamilyKey, V>(family: Family<K, V>, key: K): Promise<void> {
  await family.surroundings.shared.remove([leaseKey(family, key)])
}

function leaseKey<K extends FamilyKey, V>(family: Family<K, V>, key: K): string {
  return `${family.entryKeyOf(key)}!`
}

function pause<K extends FamilyKey, V>(family: Family<K, V>): Promise<void> {
  const { clock, random } = family.surroundings
  return new Promise((resolve) => {
    clock.after(jittered(pollMs, pollJitter, random), resolve)
  })
}
