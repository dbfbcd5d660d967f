import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Inference } from '../../inference'
import type { LibraryService } from '../../library'
import type { ServedWork } from './local-service'

const paramsSchema = z.strictObject({ into: z.enum(['shapes', 'four', 'two']).default('shapes') })
const answerSchema = z.object({ stems: z.array(z.object({ name: z.string(), file: z.string() })) })

/** Takes sounds apart for others: by their shape, or by HT-Demucs. Memory stays that of a segment, however long they are. */
export function separationWork({
  inference,
  library,
  version,
  model,
}: {
  readonly inference: Pick<Inference, 'run'>
  readonly library: Pick<LibraryService, 'decodeOnce'>
  readonly version: string
  /** HT-Demucs, asked for anew before each sound. */
  readonly model?: () => Promise<Result<{ readonly path: string; readonly sha256: string }>>
}): ServedWork {
  return {
    manifest: {
      ...(model === undefined
        ? { id: 'stems/shape', name: 'Stems by shape', licence: 'Apache-2.0' }
        : { id: 'stems/demucs', name: 'HT-Demucs', licence: 'MIT', models: ['htdemucs'] }),
      version,
      capability: 'stem-separation',
    },
    check({ path, params }) {
      if (path === undefined) return fail('job-input-invalid', 'path: a sound is needed.', 'path')
      const parsed = paramsSchema.safeParse(params)
      if (parsed.success) return undefined
      const [issue] = parsed.error.issues
      return fail('job-input-invalid', `params: ${issue?.message ?? 'unknown'}.`, 'params')
    },
    async run({ path = '', params, folder, signal, progress }) {
      const { into } = paramsSchema.parse(params)
      const file = await model?.()
      if (file?.ok === false) return file
      progress(0, 'Reading the sound')
      const decoded = await library.decodeOnce(path, join(folder, 'sound.f32'))
      if (!decoded.ok) return decoded
      const { sampleRate, channels, frames } = decoded.value
      const sound = { path: decoded.value.path, sampleRate, channels, frames }
      const done = await inference.run({
        ...(file === undefined
          ? { pipeline: 'stems/shape', input: { sound, into } }
          : { pipeline: 'stems/demucs', input: { sound, into: 'four', model: file.value } }),
        ...{ folder, signal, progress },
        save: () => true,
        log: () => undefined,
      })
      if (!done.ok) return done
      const answer = answerSchema.safeParse(done.value)
      if (!answer.success) return err(fail('internal', 'The stems were told in an unknown form.'))
      return ok({ result: answer.data, files: answer.data.stems.map(({ file }) => file) })
    },
  }
}
