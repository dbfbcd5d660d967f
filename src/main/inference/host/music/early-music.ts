import type { SoundPart } from '../../../kit'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files, OpenModel } from '../sessions'
import { decodeSpan, openCodec } from './decode-codes'
import type { Codes } from './delay-pattern'
import type { MusicgenConfig } from './musicgen-config'

/** Frames that are decoded at once, a second; those before them that are decoded too, and those that must follow. */
const PIECE = 50
const BEFORE = 50
const AFTER = 25
const FILE = 'early.f32'

interface EarlyParts {
  readonly files: Files
  readonly config: MusicgenConfig
  readonly threads: number
  readonly folder: string
  /** Samples of the whole piece. */
  readonly of: number
  readonly parts: (parts: readonly SoundPart[]) => void
  readonly log: (text: string) => void
}

/** A piece as it sounds so far, while it is written: a second at a time, half a second behind. The piece itself is decoded at the end. */
export class EarlyMusic implements AsyncDisposable {
  readonly #wish: EarlyParts
  #model: OpenModel | undefined
  #file: FileHandle | undefined
  #done = 0
  #isBroken = false

  constructor(wish: EarlyParts) {
    this.#wish = wish
  }

  /** Takes all frames that are there; those that it had before are the same. */
  async hear(codes: readonly Codes[], signal: AbortSignal): Promise<void> {
    while (!this.#isBroken && !signal.aborted && this.#done + PIECE + AFTER <= codes.length) {
      await this.#decode(codes)
    }
  }

  async #decode(codes: readonly Codes[]): Promise<void> {
    const { config, folder, of, parts } = this.#wish
    const from = this.#done
    const to = from + PIECE
    const around = { first: Math.max(0, from - BEFORE), last: to + AFTER }
    const codec = await this.#codec()
    const samples = codec && (await decodeSpan(codec, codes, { from, to, ...around }, config))
    if (samples?.ok !== true) return this.#give(samples?.error.message)
    this.#file ??= await open(join(folder, FILE), 'w')
    const bytes = new Uint8Array(Float32Array.from(samples.value).buffer)
    await this.#file.write(bytes, 0, bytes.length, from * config.hop * 4)
    this.#done = to
    const { sampleRate, hop } = config
    const shape = { start: 0, sampleRate, channels: 1 }
    parts([{ name: 'clip', file: FILE, ...shape, frames: Math.min(of, to * hop), of }])
  }

  async #codec(): Promise<OpenModel | undefined> {
    if (this.#model !== undefined) return this.#model
    const opened = await openCodec(this.#wish.files, this.#wish.threads)
    if (opened.ok) this.#model = opened.value
    return this.#model
  }

  /** What cannot be heard early is heard at the end, or the failure is told then. */
  #give(reason = 'its codec does not open.'): void {
    this.#isBroken = true
    this.#wish.log(`It cannot be heard before it is done: ${reason}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    await this.#model?.[Symbol.asyncDispose]()
  }
}
