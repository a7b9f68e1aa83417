/** What must hold in every state that can be reached, as section "Coherence" of the guarantees has it. */
export const properties = {
  G1: 'a read that began after a write on its own instance had been acknowledged returned an older value',
  G2: 'a fresh read that began after a write had reached Redis and been acknowledged returned an older value',
  G3: 'a read that began after a fence of its instance had seen a commit returned an older value',
  G4: 'the watermark covers a commit, and Redis still holds an older value that it would serve',
  rest: 'all is done and nothing is under way, and an older value is still served',
} as const

/** The name of a property. */
export type Property = keyof typeof properties
