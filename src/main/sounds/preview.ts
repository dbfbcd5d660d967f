import { open } from 'node:fs/promises'
import type { SoundPreview } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { DecodedSound } from '../library'
import { attempt, readFailure } from '../kit'

/** So much of a sound comes at once, in seconds: less than a megabyte of a stereo sound. */
const SECONDS = 8
/** A page plays two channels. */
const CHANNELS = 2

/** A stretch of a sound for the page to play, as 16-bit samples. */
export async function previewOf(sound: DecodedSound, from: number): Promise<Result<SoundPreview>> {
  const { path, sampleRate, channels, frames } = sound
  const first = Math.min(frames, Math.round(from * sampleRate))
  const count = Math.min(frames - first, Math.round(SECONDS * sampleRate))
  const samples = new Float32Array(count * channels)
  const bytes = new Uint8Array(samples.buffer)
  const read = await attempt(
    async () => {
      await using file = await open(path)
      let got = 0
      while (got < bytes.length) {
        const place = first * channels * 4 + got
        const { bytesRead } = await file.read(bytes, got, bytes.length - got, place)
        if (bytesRead === 0) return false
        got += bytesRead
      }
      return true
    },
    errno => readFailure(errno, 'decoded sound'),
  )
  if (!read.ok) return read
  if (!read.value) return err(fail('file-unreadable', 'The decoded sound is too short.'))
  const kept = Math.min(CHANNELS, channels)
  const data = new Int16Array(count * kept)
  for (let frame = 0; frame < count; frame++) {
    for (let channel = 0; channel < kept; channel++) {
      const value = samples[frame * channels + channel] ?? 0
      data[frame * kept + channel] = Math.round(Math.max(-1, Math.min(1, value)) * 32_767)
    }
  }
  return ok({
    sampleRate,
    channels: kept,
    data: Buffer.from(data.buffer).toString('base64'),
    seconds: frames / sampleRate,
  })
}
