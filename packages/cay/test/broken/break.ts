/** One way to break the core, and the promise whose test must then fail. */
export interface Break {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The beginning of the name of the test that notices. */
  readonly noticedBy: string
  /** Further places that have to change with it. */
  readonly also?: readonly Pick<Break, 'file' | 'from' | 'to'>[]
}
