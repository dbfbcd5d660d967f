import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { rootFolder } from '../../../kit'
import { openModelBytes } from '../sessions'
import { sileroFrames } from './silero-frames'
import { atOnce, frameByFrame } from './silero-voice'
import { VOICE_FRAME, VOICE_RATE, type VoiceDetector } from './voice-detector'

const bytes = readFileSync(join(rootFolder(), 'resources/models/silero-vad/silero_vad.onnx'))

/** Four seconds between a hum, a buzz with formants, and noise: the likelihoods go up and down. */
function sound(): Float32Array {
  let seed = 1
  const noise = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
  return Float32Array.from({ length: 128 * VOICE_FRAME }, (_, at) => {
    const time = at / VOICE_RATE
    const pitch = 120 + 20 * Math.sin(2 * time)
    const buzz = [1, 2, 3, 4, 5, 6, 8, 10, 12].reduce(
      (sum, n) => sum + Math.sin(2 * Math.PI * pitch * n * time) / (1 + Math.abs(n - 5)),
      0,
    )
    const syllables = Math.max(0, Math.sin(2 * Math.PI * 2.5 * time))
    return (time % 2 < 1 ? 0.2 * syllables * buzz : 0.05 * noise()) + 0.01 * noise()
  })
}

async function heard(detector: VoiceDetector, pieces: readonly number[]): Promise<number[]> {
  const samples = sound()
  const all: number[] = []
  let from = 0
  for (let turn = 0; from < samples.length; turn++) {
    const to = from + (pieces[turn % pieces.length] ?? 1) * VOICE_FRAME
    all.push(...(await detector.hear(samples.subarray(from, to))))
    from = to
  }
  return all
}

describe('S4-06 Silero, many frames in a call', () => {
  test('it says what the file’s own graph says frame by frame, however the frames come', async () => {
    const many = sileroFrames(bytes)
    expect(many).toBeDefined()
    await using original = frameByFrame(unwrap(await openModelBytes(bytes)))
    const wanted = await heard(original, [7])
    expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(0.1)
    for (const pieces of [[1], [64], [3, 50, 1]]) {
      await using detector = atOnce(unwrap(await openModelBytes(many ?? new Uint8Array())))
      const present = await heard(detector, pieces)
      expect(present).toHaveLength(wanted.length)
      for (const [at, value] of wanted.entries()) expect(present[at]).toBeCloseTo(value, 4)
    }
  })

  test('of a file that holds another network nothing is taken over', () => {
    const other = Buffer.from(
      bytes.toString('latin1').replaceAll('rnn.bias_hh', 'rnn.bias_xx'),
      'latin1',
    )
    expect(sileroFrames(other)).toBeUndefined()
  })
})
