import type { Break } from './break.ts'
import { coherenceBreaks } from './coherence-breaks.ts'
import { coreBreaks } from './core-breaks.ts'

/**
 * Each promise of the core with its guard removed. `npm run check:broken` applies them one at a time to a copy, and sees
 * the test of that promise fail: a test that can't fail says nothing.
 */
export const breaks: readonly Break[] = [...coreBreaks, ...coherenceBreaks]
