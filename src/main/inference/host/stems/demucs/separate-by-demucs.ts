import { open, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { ok } from '#shared/kit'
import type { SoundPart } from '../../../../kit'
import { pipeline, stopped, type PipelineContext } from '../../pipeline'
import { rawSoundSchema, readAtRate, SoundReader, type RawSound } from '../../sound'
import { DEMUCS_CHANNELS, DEMUCS_STEMS, openDemucs, type DemucsNetwork } from './demucs-network'
import { OverlapAdd, strideOf } from './overlap-add'
import { DEMUCS_RATE, mixFile, stemFile } from './stem-files'
import { writeStems } from './write-stems'

const inputSchema = z.object({
  sound: rawSoundSchema,
  /** All four, or the drums and the sum of the others. */
  into: z.enum(['four', 'two']).default('four'),
  model: z.object({ path: z.string(), sha256: z.string().optional() }),
})

const checkpointSchema = z.object({
  /** Mean and deviation of the whole sound, by which it is normalised. */
  mean: z.number(),
  deviation: z.number(),
  frames: z.int().min(0),
  done: z.int().min(0),
})
type Checkpoint = z.infer<typeof checkpointSchema>

/**
 * Separates a sound by HT-Demucs, as `apply_model` and `Separator` of Demucs do without random shifts: at 44.1 kHz and normalised as a
 * whole, in segments of the length it was trained with that overlap by a quarter, each weighted by a triangle. What the
 * stems lack of the sound goes to `Other`, so that they add up to it. Memory is that of one segment, however long the sound
 * is; after each segment there is a checkpoint, and the files of a run that was stopped are the same to the bit.
 */
export const separateByDemucs = pipeline('stems/demucs', inputSchema, async (input, context) => {
  const { sound, into } = input
  context.progress(0, 'Loading the model')
  const opened = await openDemucs(input.model)
  if (!opened.ok) return opened
  await using network = opened.value
  const before = checkpointSchema.safeParse(context.checkpoint)
  const begun = before.success ? before.data : await prepare(sound, context)
  if (begun === undefined) return stopped()
  if (!before.success) context.save(begun)
  const done = await separate(network, begun, input.into, context)
  if (!done) return stopped()
  const written = await writeStems({ sound, into, frames: begun.frames, ...context })
  if (written === undefined) return stopped()
  context.log(`The stems of the model add up to the sound but for ${written.leftDb.toFixed(1)} dB.`)
  return ok({ stems: written.stems })
})

/** The sound at 44.1 kHz beside the stems, measured: by the mean of both channels, as Demucs does. */
async function prepare(
  sound: RawSound,
  { folder, signal, progress }: PipelineContext,
): Promise<Checkpoint | undefined> {
  await using mix = await open(mixFile(folder), 'w')
  const total = Math.round((sound.frames * DEMUCS_RATE) / sound.sampleRate)
  let [frames, sum, squares] = [0, 0, 0]
  for await (const piece of readAtRate(sound, DEMUCS_RATE, 2)) {
    if (signal.aborted) return undefined
    await mix.write(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength))
    for (let at = 0; at < piece.length; at += 2) {
      const value = ((piece[at] ?? 0) + (piece[at + 1] ?? 0)) / 2
      sum += value
      squares += value * value
    }
    frames += piece.length / 2
    progress(0.02 * (frames / Math.max(1, total)), 'Reading the sound')
  }
  const mean = frames === 0 ? 0 : sum / frames
  // As torch: the deviation of a sample, with one less in the divisor.
  const variance = frames < 2 ? 0 : Math.max(0, (squares - frames * mean * mean) / (frames - 1))
  for (const stem of DEMUCS_STEMS) {
    const file = await open(stemFile(folder, stem), 'w')
    await file.close()
  }
  return { mean, deviation: Math.sqrt(variance) || 1, frames, done: 0 }
}

async function separate(
  network: DemucsNetwork,
  begun: Checkpoint,
  into: 'four' | 'two',
  { folder, signal, save, kept, progress, log, parts }: PipelineContext,
): Promise<boolean> {
  const { frames, mean, deviation } = begun
  const { segment } = network
  const stride = strideOf(segment)
  const segments = Math.ceil(frames / stride)
  await using stack = new AsyncDisposableStack()
  const mix = { path: mixFile(folder), sampleRate: DEMUCS_RATE, channels: 2, frames }
  const source = stack.use(await SoundReader.open(mix))
  const files = []
  for (const stem of DEMUCS_STEMS) files.push(stack.use(await open(stemFile(folder, stem), 'r+')))
  const sums = new OverlapAdd(segment, DEMUCS_CHANNELS)
  if (begun.done > 0) {
    sums.tail = await readTail(folder, begun.done)
    parts?.(heardParts(into, Math.min(frames, begun.done * stride), frames))
  }
  for (let at = begun.done; at < segments; at++) {
    if (signal.aborted) return false
    progress(0.02 + (0.93 * at) / segments, `Segment ${at + 1} of ${segments}`)
    const from = at * stride
    const there = Math.min(segment, frames - from)
    // A short one at the end is heard in the middle of a whole one, with what is around it.
    const before = Math.floor((segment - there) / 2)
    const heard = normalised(await source.read(from - before, segment), mean, deviation)
    const whole = await network.separate(heard)
    const part = shifted(whole, segment, before)
    const length = Math.min(stride, there)
    const done = sums.add(part, there, length)
    for (const [stem, file] of files.entries()) {
      const samples = interleaved(done, stem, length, mean, deviation)
      await file.write(new Uint8Array(samples.buffer), 0, samples.byteLength, from * 8)
      await file.datasync()
    }
    await writeTail(folder, at + 1, sums.tail)
    save({ ...begun, done: at + 1 })
    parts?.(heardParts(into, from + length, frames))
    // Who goes on from the checkpoint before needs its tail.
    await kept?.()
    if (signal.aborted) return false
    await rm(tailFile(folder, at), { force: true })
    if (at === begun.done) log(`From segment ${at + 1} of ${segments}.`)
  }
  return true
}

/** As the network gives them: what is only known when all is there, the rest of the sound and its own rate, is yet to come. */
function heardParts(into: 'four' | 'two', done: number, of: number): readonly SoundPart[] {
  const stems = into === 'four' ? DEMUCS_STEMS : (['Drums'] as const)
  return stems.map(stem => ({
    name: stem.toLowerCase(),
    file: basename(stemFile('', stem)),
    start: 0,
    sampleRate: DEMUCS_RATE,
    channels: 2,
    frames: done,
    of,
  }))
}

/** Left, then right, of mean 0 and deviation 1. */
function normalised(interleavedSound: Float32Array, mean: number, deviation: number): Float32Array {
  const frames = interleavedSound.length / 2
  const planar = new Float32Array(interleavedSound.length)
  for (let at = 0; at < frames; at++) {
    planar[at] = ((interleavedSound[2 * at] ?? 0) - mean) / deviation
    planar[frames + at] = ((interleavedSound[2 * at + 1] ?? 0) - mean) / deviation
  }
  return planar
}

/** Every channel from frame `by` on. */
function shifted(planar: Float32Array, segment: number, by: number): Float32Array {
  if (by === 0) return planar
  const moved = new Float32Array(planar.length)
  for (let from = 0; from < planar.length; from += segment) {
    moved.set(planar.subarray(from + by, from + segment), from)
  }
  return moved
}

function interleaved(
  planar: Float32Array,
  stem: number,
  frames: number,
  mean: number,
  deviation: number,
): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(frames * 2)
  for (const channel of [0, 1]) {
    const from = (2 * stem + channel) * frames
    for (let at = 0; at < frames; at++) {
      samples[2 * at + channel] = (planar[from + at] ?? 0) * deviation + mean
    }
  }
  return samples
}

const tailFile = (folder: string, done: number) => join(folder, `tail-${done}.f32`)

async function writeTail(folder: string, done: number, tail: Float32Array): Promise<void> {
  const path = tailFile(folder, done)
  {
    await using file = await open(`${path}.part`, 'w')
    await file.write(new Uint8Array(tail.buffer, tail.byteOffset, tail.byteLength))
    await file.datasync()
  }
  await rename(`${path}.part`, path)
}

async function readTail(folder: string, done: number): Promise<Float32Array> {
  const bytes = await readFile(tailFile(folder, done))
  return new Float32Array(new Uint8Array(bytes).buffer)
}
