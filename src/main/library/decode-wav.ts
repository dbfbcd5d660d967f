import { ok, type Result } from '#shared/kit'
import type { ByteSource } from './byte-source'
import { parseWavLayout } from './wav-layout'
import { wavSamples } from './wav-samples'
import type { OpenSink } from './sound-sink'
import type { DecodedFacts } from './decode-sound'

const CHUNK_BYTES = 1 << 20

/** Our own reader, because libraries want the whole file in memory. */
export function decodeWav(source: ByteSource, open: OpenSink): Result<DecodedFacts> {
  const layout = parseWavLayout(source)
  if (!layout.ok) return layout
  const { channels, sampleRate, frameBytes, dataStart, dataBytes, truncated } = layout.value
  const opened = open({ channels, sampleRate })
  if (!opened.ok) return opened
  using sink = opened.value
  const step = Math.floor(CHUNK_BYTES / frameBytes) * frameBytes
  for (let done = 0; done < dataBytes; done += step) {
    const bytes = source.read(dataStart + done, Math.min(step, dataBytes - done))
    const written = sink.write(wavSamples(wholeFrames(bytes, frameBytes), layout.value))
    if (!written.ok) return written
    if (bytes.length === 0) break
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

/** A file that shrinks while it is read ends anywhere. */
function wholeFrames(bytes: Uint8Array<ArrayBuffer>, frameBytes: number): Uint8Array<ArrayBuffer> {
  const rest = bytes.length % frameBytes
  return rest === 0 ? bytes : bytes.slice(0, bytes.length - rest)
}
