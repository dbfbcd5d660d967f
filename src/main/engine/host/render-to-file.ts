import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { toDecibels, type Frames } from '#shared/kit'
import { createWavWriter, errnoOf, writeFailure } from '../../kit'
import type { EngineReply, RenderJob } from '../protocol'
import type { Renderer } from '../render'

const SILENCE_DB = -200
/** Between two reports of progress: a fifth of a second of rendering, more or less. */
const REPORT_MS = 100

/**
 * Renders a span into a WAV file. The last block may reach past the end; what does is cut off. The hash and
 * the peak are those of the samples as rendered, before any conversion.
 */
export async function renderToFile(
  renderer: Renderer,
  job: RenderJob,
  say: (reply: EngineReply) => void,
): Promise<void> {
  const total: Frames = job.to - job.from
  const { sampleRate, block } = renderer
  const hash = createHash('sha256')
  let peak = 0
  let renderMs = 0
  let reported = performance.now()
  let file: number | undefined
  try {
    file = openSync(job.path, 'w')
    const writer = createWavWriter({ format: job.format, channels: 2, sampleRate })
    writeAll(file, writer.header(total))
    renderer.rewind(job.from)
    for (let done = 0; done < total; done += block) {
      const began = performance.now()
      renderer.render(block)
      const samples = renderer.interleaved(block).subarray(0, 2 * Math.min(block, total - done))
      const now = performance.now()
      renderMs += now - began
      hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
      for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] ?? 0))
      writeAll(file, writer.encode(samples))
      if (now - reported > REPORT_MS) {
        reported = now
        say({ kind: 'progress', frames: done, of: total })
        await setImmediate()
      }
    }
    writeAll(file, writer.trailer(total))
    fsyncSync(file)
  } catch (thrown) {
    const errno = errnoOf(thrown)
    if (errno === undefined) throw thrown
    say({ kind: 'render-failed', failure: writeFailure(errno, 'the export') })
    return
  } finally {
    if (file !== undefined) closeSync(file)
  }
  const seconds = total / sampleRate
  say({
    kind: 'rendered',
    report: {
      frames: total,
      channels: 2,
      sampleRate,
      seconds,
      renderMs: Math.round(renderMs * 1000) / 1000,
      realtimeFactor: seconds / (renderMs / 1000),
      sha256: hash.digest('hex'),
      peakDb: peak === 0 ? SILENCE_DB : toDecibels(peak),
    },
  })
}

function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.byteLength) written += writeSync(file, bytes, written)
}
