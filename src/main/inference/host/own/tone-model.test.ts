import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { rootFolder, sha256 } from '../../../kit'
import { openModelBytes } from '../sessions'
import { toneModel } from '../testing/tone-model'

const places = ['resources/plugin-templates/model', 'plugins/clips/find-tone']
const manifestSchema = z.object({
  models: z.object({ tone: z.object({ sha256: z.string(), bytes: z.number() }) }),
})

test('the file that the template and Find tone carry is this model, and plugin.json says so', () => {
  const bytes = toneModel()
  for (const place of places) {
    const folder = join(rootFolder(), place)
    if (process.env['WRITE_TONE'] === '1') writeFileSync(join(folder, 'tone.onnx'), bytes)
    expect(readFileSync(join(folder, 'tone.onnx'))).toEqual(Buffer.from(bytes))
    const text = readFileSync(join(folder, 'plugin.json'), 'utf8')
    const { tone } = manifestSchema.parse(JSON.parse(text)).models
    expect(tone).toEqual({ sha256: sha256(bytes), bytes: bytes.length })
  }
})

const RATE = 16_000
const FRAME = 512

/** Of a sound, how likely each frame is a tone. */
async function heard(sound: (at: number) => number, frames = 32): Promise<Float32Array> {
  await using model = unwrap(await openModelBytes(toneModel()))
  const samples = Float32Array.from({ length: frames * FRAME }, (_, at) => sound(at))
  const answer = await model.run({ frames: model.floats(samples, [frames, FRAME]) })
  const tone = answer['tone']?.data
  return tone instanceof Float32Array ? tone : new Float32Array()
}

const phase = (hertz: number, at: number) => (2 * Math.PI * hertz * at) / RATE
let seed = 1
const noise = () => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647 - 0.5
}

test.each([80, 110, 220, 311, 500])(
  'a tone of %i Hz is one, with overtones and noise 20 dB below',
  async hertz => {
    const tone = await heard(
      at =>
        0.3 * Math.sin(phase(hertz, at)) +
        0.2 * Math.sin(phase(2 * hertz, at) + 1) +
        0.1 * Math.sin(phase(3 * hertz, at) + 2) +
        0.08 * noise(),
    )
    expect(Math.min(...tone)).toBeGreaterThan(0.9)
  },
)

test('noise, a click, a constant and silence are none', async () => {
  for (const sound of [noise, (at: number) => (at % 8192 === 0 ? 1 : 0), () => 1, () => 0]) {
    expect(Math.max(...(await heard(sound)))).toBeLessThan(0.3)
  }
  // 80 dB below full scale nobody hears it.
  expect(Math.max(...(await heard(at => 1e-4 * Math.sin(phase(220, at)))))).toBeLessThan(0.01)
})
