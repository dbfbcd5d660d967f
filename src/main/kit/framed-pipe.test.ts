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
  test('a message of 30 MB comes through in pieces without being joined at each of them', async () => {
    const text = 'x'.repeat(30_000_000)
    const bytes = await sent(pipe => pipe.sendJson({ text }))
    using run = listening()
    const began = performance.now()
    for (let at = 0; at < bytes.length; at += 16_384) {
      if (!run.incoming.write(bytes.subarray(at, at + 16_384))) {
        await new Promise(resolve => run.incoming.once('drain', resolve))
      }
    }
    await vi.waitFor(() => expect(run.json).toHaveLength(1))
    expect(run.json).toEqual([{ text }])
    // Joined at every piece, it would be 27 GB of copies.
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('says of a message that no string can hold that it was not sent', async () => {
    const message = {
      toJSON: () => {
        throw new RangeError('Invalid string length')
      },
    }
    let isSent = true
    const bytes = await sent(pipe => {
      isSent = pipe.sendJson(message)
    })
    expect([isSent, bytes.length]).toEqual([false, 0])
  })

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
    ['what is no JSON', [1, 0, 0, 0, 0, 123]],
  ])('%s ends the stream: it is not ours', async (_name, start) => {
    using run = listening()
    run.incoming.write(Buffer.from(start))
    await vi.waitFor(() => expect(run.closed()).toBe(1))
    expect(run.json).toEqual([])
  })
})
