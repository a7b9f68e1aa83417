import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { FrameReader, writeFrame, type Frame } from './frames.ts'

const frames: readonly Frame[] = [
  { kind: 'reads', reads: Float64Array.of(1, 2, 3, 4, 5, 6.5, 7, 8, 9, 10) },
  { kind: 'intent', id: 1, xid: 740, writeKind: 2, begunAt: 10.25, effects: [5, 6, 0, 7, 8, 1] },
  { kind: 'outcome', id: 1, committedAt: 11, acknowledgedAt: 12, isApplied: true },
  { kind: 'outcome', id: 2, committedAt: undefined, acknowledgedAt: undefined, isApplied: false },
  { kind: 'failure', from: 1, to: 2, count: 3, level: 'fresh', reason: 'Åsa says no' },
  { kind: 'served', counts: { local: 5, shared: 3 } },
  { kind: 'told', time: 13.5 },
]

function bytesOf(sent: readonly Frame[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'cay-frames-'))
  try {
    const file = join(folder, 'frames')
    const fd = openSync(file, 'w')
    for (const frame of sent) writeFrame(fd, frame)
    closeSync(fd)
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('frames arrive as they were sent, however the pipe cuts them', () => {
  const bytes = bytesOf(frames)
  for (const size of [1, 7, 64, bytes.byteLength]) {
    const reader = new FrameReader()
    const arrived: Frame[] = []
    for (let i = 0; i < bytes.byteLength; i += size) arrived.push(...reader.push(bytes.subarray(i, i + size)))
    expect(arrived).toEqual(frames)
  }
})

test('what a kill cut off is no frame', () => {
  const bytes = bytesOf(frames)
  expect(new FrameReader().push(bytes.subarray(0, -1))).toEqual(frames.slice(0, -1))
})

test('what was sent before a kill arrives', async () => {
  const script = `
    import { writeFrame } from ${JSON.stringify(join(import.meta.dirname, 'frames.ts'))}
    const reads = new Float64Array(200_000).fill(7)
    writeFrame(3, { kind: 'reads', reads })
    writeFrame(3, { kind: 'told', time: 42 })
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn(
    process.execPath,
    ['--conditions=cay-source', '--input-type=module', '--eval', script],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    },
  )
  const reader = new FrameReader()
  const arrived: Frame[] = []
  child.stdio[3]?.on('data', (bytes: Buffer) => arrived.push(...reader.push(bytes)))
  await once(child, 'close')
  expect(child.signalCode).toBe('SIGKILL')
  expect(arrived.map(({ kind }) => kind)).toEqual(['reads', 'told'])
})
