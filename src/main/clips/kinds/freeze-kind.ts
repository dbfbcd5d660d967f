import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseProject } from '#shared/graph'
import { err, fail, ok, toFrames } from '#shared/kit'
import { renderProject, type RenderParts } from '../../exports'
import type { JobKind } from '../../jobs'
import { attempt, isBelow, readFailure, writeFailure, type SoundPart } from '../../kit'
import { createWavWriter } from '../../sound-files'
import type { Made } from '../clip-work'

export const FREEZE = 'clips/freeze'

const NAME = 'frozen.wav'
/** Of all that is rendered. */
const CHANNELS = 2

const inputSchema = z.strictObject({
  name: z.string().max(255),
  /** The part of the project that feeds the node, as a project file. */
  document: z.string(),
  /** Where the project's `audio/` lies. */
  folder: z.string(),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  from: z.number().min(0),
  to: z.number().min(0),
})
export type FreezeInput = z.infer<typeof inputSchema>

/** Renders what feeds a node into `<media>/<key>.wav`: 32-bit float, at the rate of the project. */
export function freezeKind(media: string, parts: () => RenderParts): JobKind<FreezeInput, Made> {
  return {
    kind: FREEZE,
    lane: 'render',
    input: inputSchema,
    title: ({ name }) => `Freeze “${name}”`,
    key: ({ key }) => key,
    memory: () => 512 * 1024 * 1024,
    async run({ input, folder, signal, progress, parts: tell }) {
      if (!isBelow(media, input.document)) {
        return err(fail('job-input-invalid', 'Only what this app has put there is rendered.'))
      }
      const text = await attempt(
        () => readFile(input.document, 'utf8'),
        errno => readFailure(errno, input.document),
      )
      if (!text.ok) return err({ ...text.error, retryable: false })
      const document = parseProject(text.value)
      if (!document.ok) return document
      const part = join(folder, NAME)
      const { sampleRate } = document.value
      const of = { sampleRate, frames: toFrames(input.to - input.from, sampleRate) }
      const rendered = await renderProject(
        {
          document: document.value,
          folder: input.folder,
          out: part,
          replace: true,
          format: 'wav32f',
          dither: 'none',
          embed: false,
          from: input.from,
          to: input.to,
          signal,
          onProgress(done) {
            progress(done, 'Rendering')
            if (tell !== undefined) void tellRendered(folder, of, tell)
          },
        },
        parts(),
      )
      if (signal.aborted) return err(fail('job-stopped', 'It was stopped.'))
      if (!rendered.ok) return err({ ...rendered.error, retryable: true })
      const path = join(media, `${input.key}.wav`)
      const placed = await attempt(
        async () => {
          await mkdir(media, { recursive: true })
          await rename(part, path)
        },
        errno => writeFailure(errno, path),
      )
      return placed.ok ? ok({ clips: { clip: path } }) : err({ ...placed.error, retryable: true })
    },
  }
}

/** A render writes its file from the beginning to the end, beside the place that it will have. */
async function tellRendered(
  folder: string,
  { sampleRate, frames: of }: { readonly sampleRate: number; readonly frames: number },
  tell: (parts: readonly SoundPart[]) => void,
): Promise<void> {
  const rendered = await attempt(
    async () => {
      const file = (await readdir(folder)).find(name => name.startsWith(`.${NAME}.`))
      return file === undefined ? undefined : { file, size: (await stat(join(folder, file))).size }
    },
    errno => readFailure(errno, folder),
  )
  if (!rendered.ok || rendered.value === undefined) return
  const { file, size } = rendered.value
  const start = createWavWriter({ format: 'wav32f', channels: CHANNELS, sampleRate }).header(
    of,
  ).length
  const frames = Math.min(of, Math.floor((size - start) / (CHANNELS * 4)))
  if (frames > 0) tell([{ name: 'clip', file, start, sampleRate, channels: CHANNELS, frames, of }])
}
