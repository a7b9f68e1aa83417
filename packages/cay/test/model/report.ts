import type { Case, Removal } from './configurations.ts'
import { explore, type Counterexample } from './explore.ts'
import { properties } from './properties.ts'

/** A case or a removal, explored. */
export interface Report {
  /** A line or more, for people. */
  readonly text: string
  /** It is as it must be: the protocol keeps its promises, and without a safeguard it does not. */
  readonly isRight: boolean
}

/** Explores the whole protocol in this case. */
export function reportCase({ name, createModel, promised }: Case): Report {
  const begun = performance.now()
  const { states, transitions, counterexample } = explore(createModel(), promised)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const sizes = `${counted(states)} states ${counted(transitions)} transitions ${seconds.padStart(6)} s`
  const verdict = counterexample ? `BROKEN   ${name}\n${told(counterexample)}` : `holds   ${name}`
  return { text: `${sizes}   ${verdict}`, isRight: counterexample === undefined }
}

/** Explores the protocol without this safeguard. */
export function reportRemoval({ safeguard, createModel, promised }: Removal): Report {
  const { counterexample } = explore(createModel(), promised)
  return counterexample
    ? { text: `Without "${safeguard}", ${told(counterexample)}`, isRight: true }
    : { text: `Without "${safeguard}", NO PROMISE IS BROKEN.`, isRight: false }
}

function told({ property, start, steps }: Counterexample): string {
  const numbered = steps.map((step, i) => `\n  ${String(i + 1).padStart(2)}. ${step}`)
  return `${property} is broken: ${properties[property]}.\n   At first: ${start}${numbered.join('')}\n`
}

function counted(count: number): string {
  return count.toLocaleString('en-US').padStart(11)
}
