import { isTag, type Tag } from './tag.ts'

/** What a process tells the others when it has deleted versions: who it is, and of which tags. */
export interface ChangeMessage {
  /** The process that tells. */
  readonly from: string
  readonly tags: readonly Tag[]
}

export function encodeMessage({ from, tags }: ChangeMessage): string {
  return JSON.stringify([from, ...tags])
}

/** Undefined for what is no such message: anybody can publish. */
export function decodeMessage(text: string): ChangeMessage | undefined {
  let parts: unknown
  try {
    parts = JSON.parse(text)
  } catch {
    return undefined
  }
  const [from, ...tags]: readonly unknown[] = Array.isArray(parts) ? (parts as readonly unknown[]) : []
  return typeof from === 'string' && tags.every(isTag) ? { from, tags } : undefined
}
