import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Transport } from '../render/transport'
import { playheadAfter } from './playhead'

test('the playhead in the shell goes where the engine’s does, whatever the loop', () => {
  const loops = fc.option(fc.tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 500 })), {
    nil: undefined,
  })
  fc.assert(
    fc.property(
      loops,
      fc.nat({ max: 1200 }),
      fc.integer({ min: 1, max: 8 }),
      (span, from, quanta) => {
        const [start, length] = span ?? []
        const loop =
          start === undefined || length === undefined ? undefined : { start, end: start + length }
        const settings = { sampleRate: 48_000, length: 10_000, ...(loop && { loop }) }
        const transport = new Transport(settings)
        transport.position = from
        transport.advance(quanta * 128)
        // At the very end of a loop the engine goes back before the next frame, not after the last one.
        expect(playheadAfter(settings, from, quanta * 128)).toBe(transport.position)
      },
    ),
  )
})
