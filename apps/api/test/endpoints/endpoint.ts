import type { Method } from '../api.ts'
import type { Form } from '../form.ts'
import type { Citizen, World } from '../world.ts'

/** Who asks. `member`: signed in, and not the owner of what the path names. `deactivated`: with a token of before. */
export const roles = ['anonymous', 'member', 'owner', 'deactivated', 'admin'] as const
export type Role = (typeof roles)[number]

/** What was made for an endpoint to act on: what stands in its path, and what its body wants to know. */
export type Made = Readonly<Record<string, string | number>>

/** An endpoint, as the tables of tests have it: authorisation, bad input. */
export interface Endpoint {
  readonly method: Method
  /** As OpenAPI has it: `/api/jobs/{id}`. */
  readonly path: string
  /**
   * Who may: `open` to everybody, whatever token they send; `public`, but a token has to be good; `member`, whoever is
   * signed in; `owner`, of what the path names; `admin`.
   */
  readonly access: 'open' | 'public' | 'member' | 'owner' | 'admin'
  /** The status of a success. Default 200. */
  readonly success?: number
  /** What someone is answered, where `access` does not say it. */
  readonly except?: Readonly<Partial<Record<Role, number>>>
  /** Makes what it acts on, anew, which belongs to the owner. */
  readonly given?: (world: World, owner: Citizen) => Made | Promise<Made>
  /** A body that is right. */
  readonly body?: (made: Made) => Record<string, unknown>
  /** What is sent instead, where that is no JSON. */
  readonly payload?: () => Promise<Form>
  /** For fields of the body, what they may not be, beyond what the schema says. */
  readonly badBody?: Readonly<Record<string, readonly unknown[]>>
}

/** What an endpoint answers whom. */
export function statusFor({ access, success = 200, except = {} }: Endpoint, role: Role): number {
  const said = except[role]
  if (said !== undefined) return said
  if (access === 'open') return success
  if (role === 'deactivated') return 403
  if (access === 'public') return success
  if (role === 'anonymous') return 401
  if (access === 'member') return success
  return role === access ? success : 403
}

/** The path, with what was made in it. */
export function pathOf({ path }: Pick<Endpoint, 'path'>, made: Made): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = made[name]
    if (value === undefined) throw new Error(`Nothing was made for {${name}} of ${path}.`)
    return encodeURIComponent(value)
  })
}

/** Whether a token is looked at before anything else. */
export function isGuarded({ access }: Endpoint): boolean {
  return access === 'member' || access === 'owner' || access === 'admin'
}
