import { join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import { readClip, withScratch, writeRaw } from '../clip-files'
import { orThrow } from '../provider-error'
import type { ProviderHub } from '../provider-hub'
import { modelState, runFor, type BuiltInParts } from './parts'

const stemsSchema = z.object({ stems: z.array(z.object({ name: z.string(), file: z.string() })) })
const musicSchema = z.object({ file: z.string() })
const DEMUCS = 'htdemucs'
const MUSICGEN = 'musicgen-small'
const MUSICGEN_SMALLER = 'musicgen-small-q4'

/** Stems of a mix, `separation/shape` and `separation/demucs`, and music from words, `generation/musicgen`. */
export function registerMusic(hub: ProviderHub, parts: BuiltInParts): void {
  const ways = [
    {
      ...{
        name: 'shape',
        label: 'Stems by shape, pitch and place',
        models: [],
        licence: 'Apache-2.0',
      },
      about: 'Parts what sounds on from what strikes, and further by pitch and place; no model.',
    },
    {
      ...{ name: 'demucs', label: 'HT-Demucs', models: [DEMUCS], licence: 'MIT' },
      about: 'Takes a mix apart into drums, bass, other and vocals.',
    },
  ] as const
  for (const { name, models, ...about } of ways) {
    hub.registry.register('separation', name, () => ({
      separate: (audio, call) =>
        withScratch(async folder => {
          const [wanted] = models
          const model =
            wanted === undefined ? undefined : orThrow(await parts.models.ready(wanted)).files
          const sound = await writeRaw(join(folder, 'sound.f32'), audio)
          const file = model?.['htdemucs.onnx']
          const input = { sound, into: 'four', ...(file !== undefined && { model: file }) }
          const pipeline = `stems/${name}`
          const { stems } = await runFor(
            parts,
            { pipeline, input, folder, answer: stemsSchema },
            call,
          )
          const clips = stems.map(async stem => {
            const path = join(folder, stem.file)
            return [stem.name, orThrow(await readClip(parts.library, path, folder))] as const
          })
          return Object.fromEntries(await Promise.all(clips))
        }),
    }))
    hub.describe('separation', name, {
      ...{ plugin: name, ...about, models },
      state: async () => (models[0] === undefined ? ok() : modelState(parts, models[0])),
    })
  }
  hub.registry.register('generation', 'musicgen', () => ({
    generate: (prompt, { seconds, seed }, call) =>
      withScratch(async folder => {
        const here = await parts.models.ready(MUSICGEN)
        const smaller = here.ok ? here : await parts.models.ready(MUSICGEN_SMALLER)
        const { files } = orThrow(smaller.ok ? smaller : here)
        const input = { prompt, seconds, seed, files }
        const wish = { pipeline: 'generation/musicgen', input, folder, answer: musicSchema }
        const { file } = await runFor(parts, wish, call)
        return orThrow(await readClip(parts.library, join(folder, file), folder))
      }),
  }))
  hub.describe('generation', 'musicgen', {
    ...{ plugin: 'musicgen', label: 'MusicGen', licence: 'CC-BY-NC-4.0', models: [MUSICGEN] },
    about: 'Makes music from words, up to two minutes.',
    state: async () => {
      const here = await modelState(parts, MUSICGEN)
      return here.ok || (await modelState(parts, MUSICGEN_SMALLER)).ok ? ok() : here
    },
  })
}
