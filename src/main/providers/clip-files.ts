import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AudioClip, ProviderCall } from '@wireharp/sdk'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../kit'
import type { DecodedSound, LibraryService } from '../library'
import { createWavWriter } from '../sound-files'

/** Sounds that go through memory as a whole have at most so many bytes: some 25 minutes of stereo. */
const MOST_BYTES = 512 * 1024 * 1024

/** What pipelines read. */
export interface RawClip {
  readonly path: string
  readonly sampleRate: number
  readonly channels: number
  readonly frames: number
}

/** A folder for the length of one call. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-provider-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A clip as raw interleaved f32, as pipelines read it. */
export async function writeRaw(
  path: string,
  { sampleRate, channels }: AudioClip,
): Promise<RawClip> {
  const samples = interleaved(channels)
  await using file = await open(path, 'w')
  await file.writeFile(new Uint8Array(samples.buffer))
  const frames = channels[0]?.length ?? 0
  return { path, sampleRate, channels: Math.max(1, channels.length), frames }
}

/** A clip as a WAV file of 32-bit float. */
export async function writeWav(path: string, clip: AudioClip): Promise<void> {
  const { sampleRate, channels } = clip
  const frames = channels[0]?.length ?? 0
  const shape = { sampleRate, channels: Math.max(1, channels.length), frames }
  const head = createWavWriter({ format: 'wav32f', ...shape }).header(frames)
  await using file = await open(path, 'w')
  await file.write(head)
  await file.write(new Uint8Array(interleaved(channels).buffer))
}

/** Any sound file as a clip in memory. */
export async function readClip(
  library: Pick<LibraryService, 'decodeOnce'>,
  path: string,
  folder: string,
): Promise<Result<AudioClip>> {
  const decoded = await library.decodeOnce(path, join(folder, `clip-${crypto.randomUUID()}.f32`))
  return decoded.ok ? clipOf(decoded.value) : decoded
}

/** A decoded sound as a clip in memory. */
export async function clipOf(sound: DecodedSound | RawClip): Promise<Result<AudioClip>> {
  const { path, sampleRate, channels, frames } = sound
  const bytes = await attempt(
    async () => {
      const { size } = await stat(path)
      return size > MOST_BYTES ? undefined : readFile(path)
    },
    errno => readFailure(errno, path),
  )
  if (!bytes.ok) return bytes
  if (bytes.value === undefined) {
    return err(fail('provider-sound-too-long', 'This provider takes sounds as a whole.'))
  }
  const samples = new Float32Array(new Uint8Array(bytes.value).buffer)
  const split = Array.from({ length: channels }, (_, channel) => {
    const own = new Float32Array(frames)
    for (let at = 0; at < frames; at++) own[at] = samples[at * channels + channel] ?? 0
    return own
  })
  return ok({ sampleRate, channels: split })
}

/** As pipelines want it. */
export function signalOf(call: ProviderCall | undefined): AbortSignal {
  const given = call?.signal
  if (given === undefined) return new AbortController().signal
  if (given instanceof AbortSignal) return given
  const stop = new AbortController()
  given.addEventListener('abort', () => stop.abort())
  if (given.aborted) stop.abort()
  return stop.signal
}

function interleaved(channels: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0
  const all = new Float32Array(frames * Math.max(1, channels.length))
  for (const [channel, samples] of channels.entries()) {
    for (let at = 0; at < frames; at++) all[at * channels.length + channel] = samples[at] ?? 0
  }
  return all
}
