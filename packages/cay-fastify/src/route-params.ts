/**
 * The parameters of a route, by its pattern: `{ id: string }` of `PUT /jobs/:id`. A pattern that can't be read off (it
 * has a regular expression or an escaped colon, or is not known to the compiler) leaves their names open.
 */
export type RouteParams<Route extends string> = string extends Route
  ? OpenParams
  : Route extends `${string}${'(' | '::'}${string}`
    ? OpenParams
    : NamedParams<ParamNames<Route>>

type OpenParams = Readonly<Record<string, string | undefined>>

type NamedParams<Name extends string> = {
  readonly [N in Name as N extends `${string}?` ? never : N]: string
} & { readonly [N in Name as N extends `${infer Optional}?` ? Optional : never]?: string }

type ParamNames<Pattern extends string> = Pattern extends `${string}:${infer Rest}`
  ? NameAtStart<Rest> | ParamNames<Rest>
  : Pattern extends `${string}*`
    ? '*'
    : never

/** A name goes on to the next of these, or to the end. */
type NameAtStart<Text extends string> = UpTo<UpTo<UpTo<Text, '/'>, '-'>, '.'>

type UpTo<Text extends string, Mark extends string> = Text extends `${infer Head}${Mark}${string}`
  ? Head
  : Text
