import { readSync, writeSync } from 'node:fs'
import { createBlameBoard } from '../blame-board'
import { ANSWERS, FrameWriter, HEADER_BYTES, MOST_BYTES, type Frame } from '../host-frames'
import { leave } from '../leave'
import { Watchdog } from '../watchdog'
import { ScriptServer } from './script-server'

const LINE = 3
const MB = 2 ** 20
/** Beyond its size at start: the heap of 64 MB, and as much for what lies outside (buffers, compiled code). */
const BESIDE_HEAP = 64 * MB
const GROWTH = 64 * MB + BESIDE_HEAP
const GRACE_MS = 50

/**
 * A script host: runs the code of one plugin for the engine that started it, question by question, and ends with it.
 * It reads its line with calls that block: there is nothing else that it could do meanwhile.
 */
function main(): void {
  const board = createBlameBoard()
  const watchdog = new Watchdog(board.shared, {
    growth: GROWTH,
    graceMs: GRACE_MS,
    parent: process.ppid,
  })
  const server = new ScriptServer(board, {
    slot: node => watchdog.name(node),
    limits: ({ heapMb }) => watchdog.allow(heapMb * MB + BESIDE_HEAP),
  })
  const empty = new Uint8Array()
  say(new FrameWriter().plain(ANSWERS.hello, 0, empty))
  const bytes = new Uint8Array(HEADER_BYTES + MOST_BYTES)
  for (;;) {
    const answer = server.answer(hear(bytes))
    if (answer !== undefined) say(answer)
  }
}

function hear(bytes: Uint8Array<ArrayBuffer>): Frame {
  fill(bytes, 0, HEADER_BYTES)
  const [length = 0, kind = 0, node = 0, quanta = 0] = new Uint32Array(bytes.buffer, 0, 4)
  fill(bytes, HEADER_BYTES, HEADER_BYTES + length)
  return { kind, node, quanta, payload: bytes.subarray(HEADER_BYTES, HEADER_BYTES + length) }
}

function fill(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to;) {
    const read = readSync(LINE, bytes, at, to - at, -1)
    // The engine has gone.
    if (read === 0) leave()
    at += read
  }
}

function say(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength;) at += writeSync(LINE, bytes, at)
}

main()
