import { Duplex, PassThrough } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { FramedPipe } from './framed-pipe'

/** A pipe, and what it hears of the bytes that are written to `incoming`. */
function listening() {
  const incoming = new PassThrough()
  const json: unknown[] = []
  const audio: number[][] = []
  let closed = 0
  const pipe = new FramedPipe(Duplex.from({ readable: incoming, writable: new PassThrough() }), {
    json: message => json.push(message),
    audio: payload => audio.push([...payload]),
    closed: () => (closed += 1),
  })
  return {
    incoming,
    json,
    audio,
    closed: () => closed,
    [Symbol.dispose]: () => pipe[Symbol.dispose](),
  }
}

/** The bytes that a pipe sends. */
async function sent(act: (pipe: FramedPipe) => void): Promise<Buffer> {
  const out = new PassThrough()
  const parts: Buffer[] = []
  out.on('data', (part: Buffer) => parts.push(part))
  const handlers = { json: () => {}, audio: () => {}, closed: () => {} }
  using pipe = new FramedPipe(Duplex.from({ readable: new PassThrough(), writable: out }), handlers)
  act(pipe)
  await new Promise(resolve => setImmediate(resolve))
  return Buffer.concat(parts)
}

describe('the framed pipe', () => {
  test('gives what was sent, however the bytes are cut', async () => {
    const messages = [{ kind: 'a', text: 'ä'.repeat(50) }, { kind: 'b' }]
    const samples = Uint8Array.from({ length: 300 }, (_, index) => index)
    const bytes = await sent(pipe => {
      for (const message of messages) pipe.sendJson(message)
      pipe.sendAudio(samples)
      pipe.sendAudio(new Uint8Array(0))
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1 }), async sizes => {
        using run = listening()
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          run.incoming.write(bytes.subarray(at, at + size))
          at += size
        }
        await new Promise(resolve => setImmediate(resolve))
        expect(run.json).toEqual(messages)
        expect(run.audio).toEqual([[...samples], []])
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    ['a length beyond any frame', [255, 255, 255, 255, 0]],
    ['an unknown kind', [1, 0, 0, 0, 9, 0]],
  ])('%s ends the stream: it is not ours', async (_name, start) => {
    using run = listening()
    run.incoming.write(Buffer.from(start))
    await vi.waitFor(() => expect(run.closed()).toBe(1))
    expect(run.json).toEqual([])
  })
})
