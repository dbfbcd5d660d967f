import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { fixedAnswers } from '../../grants'
import {
  ClipProject,
  makeHome,
  openClipStudio,
  type ClipStudio,
} from '../../clips/testing/clip-studio'
import { builtInPlugins } from '../../plugins'
import { withPlugins } from '../testing/with-plugins'

const RATE = 44_100

/** Three seconds in stereo: silence, a tone of 220 Hz, noise. */
function song(): Float32Array {
  let seed = 1
  return Float32Array.from({ length: 3 * RATE * 2 }, (_, at) => {
    const frame = Math.floor(at / 2)
    const second = Math.floor(frame / RATE)
    seed = (seed * 48_271) % 2_147_483_647
    if (second === 1) return 0.5 * Math.sin((2 * Math.PI * 220 * frame) / RATE)
    return second === 2 ? (seed / 2_147_483_647 - 0.5) * 0.5 : 0
  })
}

function modelsOf({ models }: { readonly models?: ClipStudio['models'] }): ClipStudio['models'] {
  if (models === undefined) throw new Error('There are no models yet')
  return models
}

/** An app with the built-in plugins, and one of somebody else that halves a clip and has a model that is not for commercial use. */
async function openApp(home: string) {
  const manifest = {
    kind: 'model',
    models: {
      far: {
        ...{ url: 'https://models.example.org/far.onnx', sha256: 'a'.repeat(64), bytes: 1000 },
        licence: 'CC-BY-NC-4.0',
      },
    },
    nodes: {
      half: {
        ...{ label: 'Half', description: 'Half as loud.', kind: 'node' },
        inputs: { clip: { kind: 'clip', label: 'Clip' } },
        outputs: { out: { kind: 'clip', label: 'Out' }, notes: { kind: 'notes', label: 'Notes' } },
        dsp: { form: 'job', work: 'own', hears: { sampleRate: 22_050, channels: 1 } },
      },
    },
  }
  const code = `works: { half: async ({ clips, outputs }) => {
    const sound = await clips.clip.read(0, clips.clip.frames)
    await outputs.out.write(sound.map(samples => samples.map(sample => sample / 2)))
    return { notes: [{ start: 0, length: 1, key: 60, velocity: 0.5 }] }
  } }`
  const shelf: { models?: ClipStudio['models'] } = {}
  await using building = new AsyncDisposableStack()
  const tools = building.use(
    await withPlugins(
      { half: { manifest, code } },
      { ask: fixedAnswers([]), models: () => modelsOf(shelf) },
      builtInPlugins(),
    ),
  )
  const { manager } = tools
  const studio = building.use(
    await openClipStudio(home, {
      own: {
        stamp: id => (manager.isEnabled(id) ? manager.found.get(id)?.stamp : undefined),
        run: order => tools.works.run(order),
        made: (id, sound) => modelsOf(shelf).madeByPlugin(id, sound),
      },
      plugins: manager,
    }),
  )
  shelf.models = studio.models
  const owned = building.move()
  return { studio, tools, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('S1-05 nodes that a plugin works on clips with, and with its own model', () => {
  const home = makeHome()
  let app: Awaited<ReturnType<typeof openApp>>
  beforeAll(async () => {
    app = await openApp(home.path)
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    home[Symbol.dispose]()
  })

  test('Find tone hears by its model where the tone is, and the two clips add up to the sound', async () => {
    const project = await ClipProject.create(app.studio)
    await project.player('song', song(), home.path)
    await project.add('tones', 'find-tone/find-tone')
    await project.wire(['song', 'clip'], ['tones', 'clip'])
    expect(await project.run()).toEqual(['tones'])
    expect((await project.until('tones', 'done', 'failed')).at(-1)).toBe('done')
    const { by, spans = [] } = project.node('tones').result ?? {}
    expect(by).toBe('Find tone 1.0.0')
    expect(spans).toHaveLength(1)
    expect(spans[0]?.from).toBeCloseTo(1, 1)
    expect(spans[0]?.to).toBeCloseTo(2, 1)
    const tone = await project.samples('tones', 'tone')
    const rest = await project.samples('tones', 'rest')
    expect(tone).toHaveLength(3 * 48_000 * 2)
    const loudest = (samples: Float32Array, from: number, to: number) =>
      samples.subarray(from * 96_000, to * 96_000).reduce((a, b) => Math.max(a, Math.abs(b)), 0)
    expect(loudest(tone, 0, 0.9)).toBe(0)
    expect(loudest(tone, 1.2, 1.8)).toBeCloseTo(0.5, 3)
    expect(loudest(rest, 1.2, 1.8)).toBe(0)
    expect(loudest(rest, 2.2, 2.9)).toBeGreaterThan(0.2)
    const sum = tone.map((sample, at) => sample + (rest[at] ?? 0))
    const frame = 48_000 + 12_345
    expect(sum[frame * 2]).toBeCloseTo(0.5 * Math.sin((2 * Math.PI * 220 * frame) / 48_000), 3)
  })

  test('a node of somebody else hears as it asked; what it makes stands under the licence of its model', async () => {
    const project = await ClipProject.create(app.studio)
    await project.player('song', song(), home.path)
    await project.add('half', 'half/half')
    await project.wire(['song', 'clip'], ['half', 'clip'])
    await project.run()
    expect(
      await project.infoWith('half', ({ state }) => state === 'done' || state === 'failed'),
    ).toMatchObject({ state: 'done' })
    const made = await project.samples('half', 'out')
    expect(made).toHaveLength(3 * 22_050)
    expect(made.reduce((a, b) => Math.max(a, Math.abs(b)), 0)).toBeCloseTo(0.25, 2)
    expect(project.node('half').result?.notes).toHaveLength(1)
    const all = await app.studio.models.list()
    expect(all.find(({ id }) => id === 'half/far')).toMatchObject({
      ...{ state: 'absent', strategy: 'download', hosts: ['models.example.org'] },
      license: { spdx: 'CC-BY-NC-4.0', nonCommercial: true },
    })
    const sound = project.node('half').result?.clips['out'] ?? ''
    const notes = unwrap(await app.studio.models.service.notices({ project: project.id }, call))
    expect(notes).toMatchObject([{ model: 'half/far', assets: [sound], nodes: ['half'] }])
  })
})

const call = { signal: new AbortController().signal }
