import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { decodeAudioBlock, type AudioBlock, type TransportState } from '#shared/contract'
import type { Emitter, Frames, Hertz, Seconds } from '#shared/kit'
import type { Log } from '../kit'

/** So much of what sounded is kept. */
export const HEARD: Seconds = 600
const CHANNELS = 2
const FRAME_BYTES = 4 * CHANNELS
/** Frames that go to the disk together. */
const PART: Frames = 24_000
/** Silence beyond this, while the playhead stands, is not kept: nobody plays. */
const SILENCE: Seconds = 1

/** A stretch of the ring: of one project, and where it belongs on the timeline. */
export interface HeardSpan {
  readonly project: string
  readonly rate: Hertz
  /** Frames since the ring began. */
  readonly from: Frames
  to: Frames
  /** On the timeline, of its first frame; undefined of what sounded while the playhead stood. */
  readonly position: Frames | undefined
}

export interface HeardSource {
  readonly blocks: Pick<Emitter<Uint8Array<ArrayBuffer>>, 'on'>
  readonly state: TransportState
}

/**
 * What sounded in the last ten minutes, in a file of fixed size that is written over and over: some 230 MB at 48 kHz, as
 * much as was heard. The file has no name on systems that allow that, and goes with the process.
 */
export class HeardRing implements AsyncDisposable {
  readonly #source: HeardSource
  readonly #log: Log
  readonly #path: string
  readonly #listening: Disposable
  #file: Promise<FileHandle> | undefined
  #part = new Float32Array(PART * CHANNELS)
  #filled: Frames = 0
  #count: Frames = 0
  #spans: HeardSpan[] = []
  #silence: Frames = 0
  #writing: Promise<unknown> = Promise.resolve()
  #failed = false

  constructor(source: HeardSource, path: string, log: Log) {
    this.#source = source
    this.#path = path
    this.#log = log
    this.#listening = source.blocks.on(bytes => {
      const block = decodeAudioBlock(bytes.buffer)
      if (block !== undefined) this.#take(block)
    })
  }

  /** What is kept of a project, the oldest first, up to so many seconds; of one sample rate. */
  spansOf(project: string, seconds: Seconds = HEARD): readonly HeardSpan[] {
    const [last] = this.#spans.filter(span => span.project === project).toReversed()
    if (last === undefined || this.#failed) return []
    const oldest = Math.max(0, this.#count - this.#capacity(last.rate))
    let room = Math.round(seconds * last.rate)
    const found: HeardSpan[] = []
    for (const span of this.#spans.toReversed()) {
      if (span.project !== project || span.rate !== last.rate || room <= 0) continue
      const from = Math.max(span.from, oldest, span.to - room)
      if (from >= span.to) continue
      room -= span.to - from
      const position = span.position === undefined ? undefined : span.position + from - span.from
      found.unshift({ ...span, from, position })
    }
    return found
  }

  /** The sound of a span, interleaved, part by part. */
  async *read({ from, to, rate }: HeardSpan): AsyncGenerator<Uint8Array> {
    await this.#flush()
    const file = await this.#file
    const capacity = this.#capacity(rate)
    const bytes = new Uint8Array(PART * FRAME_BYTES)
    for (let at = from; at < to && file !== undefined;) {
      const place = at % capacity
      const frames = Math.min(PART, to - at, capacity - place)
      const part = bytes.subarray(0, frames * FRAME_BYTES)
      await file.read(part, 0, part.byteLength, place * FRAME_BYTES)
      yield part
      at += frames
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]()
    await this.#writing.catch(() => {})
    const file = await this.#file?.catch(() => undefined)
    await file?.close()
    await rm(this.#path, { force: true })
  }

  /** Whole parts, so that none goes over the end. */
  #capacity(rate: Hertz): Frames {
    return Math.ceil((HEARD * rate) / PART) * PART
  }

  #take(block: AudioBlock): void {
    const { project, sampleRate } = this.#source.state
    if (project === undefined || this.#failed || block.channels !== CHANNELS) return
    const silent = block.stands && block.samples.every(sample => sample === 0)
    this.#silence = silent ? this.#silence + block.frames : 0
    if (this.#silence > SILENCE * sampleRate) return
    this.#place(block, project, sampleRate)
    for (let done = 0; done < block.frames;) {
      const frames = Math.min(block.frames - done, PART - this.#filled)
      const samples = block.samples.subarray(done * CHANNELS, (done + frames) * CHANNELS)
      this.#part.set(samples, this.#filled * CHANNELS)
      this.#filled += frames
      this.#count += frames
      done += frames
      if (this.#filled === PART) this.#write(sampleRate)
    }
  }

  /** Goes on with the last span, or begins another. */
  #place({ position, stands, frames }: AudioBlock, project: string, rate: Hertz): void {
    const last = this.#spans.at(-1)
    const at = stands ? undefined : position
    const next = last?.position === undefined ? undefined : last.position + last.to - last.from
    const goesOn = last?.project === project && last.rate === rate && next === at
    if (goesOn) last.to += frames
    else {
      // Another rate fills the ring otherwise: what was there has no place any more.
      if (last !== undefined && last.rate !== rate) this.#begin()
      const from = this.#count
      this.#spans.push({ project, rate, from, to: from + frames, position: at })
    }
    const oldest = this.#count - this.#capacity(rate)
    if (this.#spans.length > 1 && (this.#spans[0]?.to ?? 0) <= oldest) this.#spans.shift()
  }

  #begin(): void {
    this.#spans = []
    this.#count = 0
    this.#filled = 0
  }

  #write(rate: Hertz): void {
    const part = this.#part
    const frames = this.#filled
    this.#part = new Float32Array(PART * CHANNELS)
    this.#filled = 0
    const place = (this.#count - frames) % this.#capacity(rate)
    this.#put(part, frames, place)
  }

  #put(part: Float32Array, frames: Frames, place: Frames): void {
    const bytes = new Uint8Array(part.buffer, 0, frames * FRAME_BYTES)
    this.#file ??= this.#open()
    const file = this.#file
    this.#writing = this.#writing
      .then(async () => (await file).write(bytes, 0, bytes.byteLength, place * FRAME_BYTES))
      .catch((error: unknown) => {
        // A full disk must not cost more than this convenience.
        if (!this.#failed) this.#log.warn({ error }, 'What is heard is not kept any more')
        this.#failed = true
      })
  }

  async #open(): Promise<FileHandle> {
    await mkdir(dirname(this.#path), { recursive: true })
    const file = await open(this.#path, 'w+', 0o600)
    // Windows keeps the name until it is closed.
    await rm(this.#path, { force: true }).catch(() => {})
    return file
  }

  /** What waits to be a whole part is on the disk, too; it is written again when it is whole. */
  async #flush(): Promise<void> {
    const last = this.#spans.at(-1)
    if (this.#filled > 0 && last !== undefined) {
      const place = (this.#count - this.#filled) % this.#capacity(last.rate)
      this.#put(this.#part.slice(), this.#filled, place)
    }
    await this.#writing
  }
}
