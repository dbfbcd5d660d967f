import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, serially, writeFailure } from '../../kit'
import type { RawClip } from '../../plugins'
import { createWavWriter, type WavWriter } from '../../sound-files'

/** Frames that are read at once. */
const MOST_FRAMES = 2 ** 20
/** Seconds that an output may be longer than the longest clip. */
const SPARE_S = 3600

export interface WorkFilesParts {
  readonly clips: Readonly<Record<string, RawClip>>
  readonly outputs: readonly string[]
  readonly hears: { readonly sampleRate: number; readonly channels: number }
  readonly folder: string
}

interface Output {
  readonly file: FileHandle
  readonly writer: WavWriter
  readonly head: number
  frames: number
}

/** The sounds of one work: clips that are read, and outputs that grow to WAV files. */
export class WorkFiles implements AsyncDisposable {
  readonly #parts: WorkFilesParts
  readonly #inputs = new Map<string, FileHandle>()
  readonly #outputs = new Map<string, Output>()
  readonly #inTurn = serially()

  constructor(parts: WorkFilesParts) {
    this.#parts = parts
  }

  /** Frames of a clip as base64 of their bytes, interleaved; silence outside of it. */
  read(port: string, from: number, count: number): Promise<Result<string>> {
    return this.#inTurn(async () => {
      const { clips, hears } = this.#parts
      const clip = Object.hasOwn(clips, port) ? clips[port] : undefined
      if (clip === undefined) return err(fail('request-invalid', `There is no clip at “${port}”.`))
      if (count > MOST_FRAMES) {
        return err(fail('request-invalid', `${MOST_FRAMES} frames are read at once at most.`))
      }
      const wide = hears.channels * 4
      const bytes = Buffer.alloc(count * wide)
      const first = Math.max(0, from)
      const last = Math.min(clip.frames, from + count)
      if (last <= first) return ok(bytes.toString('base64'))
      return attempt(
        async () => {
          const file = this.#inputs.get(port) ?? (await open(clip.path))
          this.#inputs.set(port, file)
          await file.read(bytes, (first - from) * wide, (last - first) * wide, first * wide)
          return bytes.toString('base64')
        },
        errno => readFailure(errno, `clip at “${port}”`),
      )
    })
  }

  /** Puts frames at the end of an output. */
  write(port: string, bytes: Buffer): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const { clips, outputs, hears, folder } = this.#parts
      const { channels, sampleRate } = hears
      if (!outputs.includes(port)) {
        return err(fail('request-invalid', `There is no output “${port}” for clips.`))
      }
      if (bytes.length % (channels * 4) !== 0) {
        return err(fail('request-invalid', 'Sound is written in whole frames.'))
      }
      const longest = Math.max(0, ...Object.values(clips).map(({ frames }) => frames))
      const frames = (this.#outputs.get(port)?.frames ?? 0) + bytes.length / channels / 4
      if (frames > longest + SPARE_S * sampleRate) {
        return err(fail('work-answer-invalid', `“${port}” is over an hour longer than its clips.`))
      }
      const samples = new Float32Array(new Uint8Array(bytes).buffer)
      // What is no number would sound on in whatever comes after.
      if (!samples.every(sample => Number.isFinite(sample))) {
        return err(fail('work-answer-invalid', `What was written to “${port}” is no number.`))
      }
      return attempt(
        async () => {
          const output =
            this.#outputs.get(port) ?? (await begin(join(folder, `${port}.wav`), hears))
          this.#outputs.set(port, output)
          const at = output.head + output.frames * channels * 4
          await output.file.write(output.writer.encode(samples), 0, undefined, at)
          output.frames = frames
        },
        errno => writeFailure(errno, `output “${port}”`),
      )
    })
  }

  /** Ends the files; answers their names by output. */
  finish(): Promise<Result<Record<string, string>>> {
    return this.#inTurn(async () => {
      const files: Record<string, string> = {}
      for (const [port, { file, writer, frames }] of this.#outputs) {
        const ended = await attempt(
          async () => {
            await file.write(writer.header(frames), 0, undefined, 0)
            await file.sync()
          },
          errno => writeFailure(errno, `output “${port}”`),
        )
        if (!ended.ok) return ended
        files[port] = `${port}.wav`
      }
      return ok(files)
    })
  }

  /** What is under way ends before. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#inTurn(async () => {
      for (const file of this.#inputs.values()) await file.close()
      for (const { file } of this.#outputs.values()) await file.close()
      this.#inputs.clear()
      this.#outputs.clear()
    })
  }
}

async function begin(
  path: string,
  shape: { readonly sampleRate: number; readonly channels: number },
): Promise<Output> {
  const writer = createWavWriter({ format: 'wav32f', ...shape })
  const file = await open(path, 'w')
  return { file, writer, head: writer.header(0).length, frames: 0 }
}
