import { err, fail, ok, type Result } from '#shared/kit'
import type { ByteSource } from './byte-source'
import type { DecodedFacts } from './decode-sound'
import { declaredSound } from './declared-sound'
import { openDecoder, trimmed, type DecodedPiece } from './packed-decoders'
import { packedPieces } from './packed-pieces'
import type { SoundFormat } from './sniff-format'
import type { OpenSink, SoundSink } from './sound-sink'

/**
 * FLAC, MP3, Vorbis and Opus, fed in small pieces so that memory does not grow with the file. Encoder delay and
 * padding are taken off by the decoders.
 */
export async function decodePacked(
  source: ByteSource,
  format: Exclude<SoundFormat, 'wav'>,
  open: OpenSink,
): Promise<Result<DecodedFacts>> {
  const declared = declaredSound(source, format)
  const decoder = await openDecoder(format)
  const stack = new DisposableStack()
  using _stack = stack
  stack.defer(() => decoder.free())
  let sink: SoundSink | undefined
  let layout: { channels: number; sampleRate: number } | undefined
  const take = ({ channelData, sampleRate }: DecodedPiece): Result<void> => {
    if (channelData.length === 0) return ok()
    if (layout === undefined) {
      layout = { channels: declared.channels ?? channelData.length, sampleRate }
      const opened = open(layout)
      if (!opened.ok) return opened
      sink = stack.use(opened.value)
    }
    if (sampleRate !== layout.sampleRate) {
      return err(fail('audio-damaged', 'The file changes its sample rate on the way.'))
    }
    if (declared.channels === undefined && channelData.length !== layout.channels) {
      return err(fail('audio-damaged', 'The file changes its channels on the way.'))
    }
    const samples = interleave(channelData, layout.channels)
    if (declared.bits !== undefined) toSteps(samples, declared.bits)
    return sink?.write(samples) ?? ok()
  }
  for (const piece of packedPieces(source, format, declared.start)) {
    const taken = take(trimmed(await decoder.decode(piece)))
    if (!taken.ok) return taken
  }
  const rest = await decoder.flush?.()
  const taken = rest === undefined ? ok() : take(trimmed(rest))
  if (!taken.ok) return taken
  if (sink === undefined || layout === undefined) {
    return err(fail('audio-damaged', 'No sound could be decoded from the file.'))
  }
  sink.finish()
  const { frames, mended } = sink
  const short = declared.frames !== undefined && frames < declared.frames
  const warnings = short ? ['The file is cut off or damaged; what is there was imported.'] : []
  return ok({ format, ...layout, frames, mended, warnings })
}

/**
 * The FLAC decoder takes 2^(bits − 1) − 1 steps for full scale, which is no power of two: its samples are
 * neither those of the WAV file that was packed nor whole steps. Up to 24 bits a float has room to mend that.
 */
function toSteps(samples: Float32Array, bits: number): void {
  if (bits > 24) return
  const scale = 2 ** (bits - 1)
  for (let at = 0; at < samples.length; at++) {
    samples[at] = Math.round((samples[at] ?? 0) * (scale - 1)) / scale
  }
}

/**
 * The MP3 decoder makes stereo of mono; the frame header says what it is throughout.
 */
function interleave(planes: readonly Float32Array[], channels: number): Float32Array {
  const frames = planes[0]?.length ?? 0
  const samples = new Float32Array(frames * channels)
  for (let channel = 0; channel < channels; channel++) {
    const plane = planes[channel] ?? planes[0]
    if (plane === undefined) continue
    for (let frame = 0, at = channel; frame < frames; frame++, at += channels) {
      samples[at] = plane[frame] ?? 0
    }
  }
  return samples
}
