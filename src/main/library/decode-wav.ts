import { ok, type Result } from '#shared/kit'
import type { ByteSource } from './byte-source'
import { parseWavLayout } from './wav-layout'
import { wavSamples } from './wav-samples'
import type { OpenSink } from './sound-sink'
import type { DecodedFacts } from './decode-sound'

const CHUNK_BYTES = 1 << 18

/** Our own reader, because libraries want the whole file in memory. */
export function decodeWav(source: ByteSource, open: OpenSink): Result<DecodedFacts> {
  const layout = parseWavLayout(source)
  if (!layout.ok) return layout
  const { channels, sampleRate, frameBytes, dataStart, dataBytes, truncated } = layout.value
  const opened = open({ channels, sampleRate })
  if (!opened.ok) return opened
  using sink = opened.value
  const step = Math.floor(CHUNK_BYTES / frameBytes) * frameBytes
  // One for all pieces: made anew for each, they cost more than what is done with them.
  const buffer = new Uint8Array(Math.min(step, dataBytes))
  for (let done = 0; done < dataBytes; done += step) {
    const room = buffer.subarray(0, dataBytes - done)
    const read = source.fill(dataStart + done, room)
    // A file that shrinks while it is read ends anywhere.
    const bytes = room.subarray(0, read - (read % frameBytes))
    const written =
      layout.value.bits === 16 && sink.write16 !== undefined
        ? sink.write16(new Int16Array(buffer.buffer, 0, bytes.length / 2))
        : sink.write(wavSamples(bytes, layout.value))
    if (!written.ok) return written
    if (read === 0) break
  }
  sink.finish()
  const warnings = truncated ? ['The file is cut off; what is there was imported.'] : []
  return ok({
    format: 'wav',
    channels,
    sampleRate,
    frames: sink.frames,
    mended: sink.mended,
    warnings,
  })
}
