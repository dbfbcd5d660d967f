import { equal, fakeModels, near, realModels, runWork, test } from '@wireharp/testing'
import plugin from './main'

const RATE = 48_000

/** A second of silence, a second of a tone, a second of noise. */
function song(): Float32Array {
  let seed = 1
  return Float32Array.from({ length: 3 * RATE }, (_, at) => {
    seed = (seed * 48_271) % 2_147_483_647
    const second = Math.floor(at / RATE)
    if (second === 1) return 0.5 * Math.sin((2 * Math.PI * 220 * at) / RATE)
    return second === 2 ? (seed / 2_147_483_647 - 0.5) * 0.5 : 0
  })
}

/** The highest sample between two seconds. */
function loudest(samples: Float32Array | undefined, from: number, to: number): number {
  let most = 0
  for (const sample of samples?.subarray(from * RATE, to * RATE) ?? []) {
    most = Math.max(most, Math.abs(sample))
  }
  return most
}

const run = (models: ReturnType<typeof realModels>, clip = song()) =>
  runWork(plugin, 'my-plugin', {
    ...{ sampleRate: RATE, clips: { clip: [clip, clip] }, outputs: ['out'] },
    params: { threshold: 50 },
    context: { models },
  })

test('the model hears the tone, and neither silence nor noise', async () => {
  const { result, outputs } = await run(realModels())
  equal(result.spans?.length, 1)
  near(result.spans?.[0]?.from, 1, 0.05)
  near(result.spans?.[0]?.to, 2, 0.05)
  const [left] = outputs['out'] ?? []
  equal(left?.length, 3 * RATE)
  equal(loudest(left, 0, 0.9), 0)
  near(loudest(left, 1.2, 1.8), 0.5, 0.01)
  equal(loudest(left, 2.1, 3), 0)
})

test('where the model is sure of nothing, nothing comes out', async () => {
  const never = fakeModels({
    tone: ({ frames }) => ({
      tone: { type: 'float32', dims: frames?.dims ?? [], data: new Float32Array(frames?.dims?.[0] ?? 0) },
    }),
  })
  const { result, outputs } = await run(never)
  equal(result.spans, [])
  equal(loudest(outputs['out']?.[0], 0, 3), 0)
})
