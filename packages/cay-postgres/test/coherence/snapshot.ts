/** A `pg_snapshot`: which transactions it sees. */
export interface Snapshot {
  readonly xmin: number
  readonly xmax: number
  readonly inProgress: ReadonlySet<number>
}

/** @param text `xmin:xmax:xip,xip` */
export function parseSnapshot(text: string): Snapshot | undefined {
  const match = /^(\d+):(\d+):([\d,]*)$/.exec(text)
  if (match === null) return undefined
  const [, xmin, xmax, xip = ''] = match
  return {
    xmin: Number(xmin),
    xmax: Number(xmax),
    inProgress: new Set(xip === '' ? [] : xip.split(',').map(Number)),
  }
}

/** Whether what the transaction has committed is seen. */
export function isSeenBy({ xmin, xmax, inProgress }: Snapshot, xid: number): boolean {
  return xid < xmin || (xid < xmax && !inProgress.has(xid))
}
