import { createHash } from 'node:crypto'
import { toDecibels, type Frames } from '#shared/kit'
import { openSoundWriter } from '../../sound-files'
import type { RenderJob } from '../protocol'
import type { Renderer } from '../render'
import { LoudnessMeter } from './loudness-meter'
import { amplified, createProgress, saying, type Say } from './report'

const SILENCE_DB = -200
const CHANNELS = 2

/**
 * Renders a span into a file. The last block may reach past the end; what does is cut off. The hash, the peak
 * and the loudness are those of the samples as rendered, before any gain and conversion.
 */
export async function renderToFile(renderer: Renderer, job: RenderJob, say: Say): Promise<void> {
  await saying(say, async () => {
    const { from, to, measure = false, gain = 1, ...target } = job
    const total: Frames = to - from
    const { sampleRate, block } = renderer
    const hash = createHash('sha256')
    let peak = 0
    let renderMs = 0
    using stack = new DisposableStack()
    const meter = measure ? new LoudnessMeter(sampleRate) : undefined
    const writer = stack.use(
      await openSoundWriter({ ...target, channels: CHANNELS, sampleRate, frames: total }),
    )
    const progress = createProgress(total, say)
    renderer.rewind(from)
    for (let done = 0; done < total; done += block) {
      const began = performance.now()
      renderer.render(block)
      const samples = renderer
        .interleaved(block)
        .subarray(0, CHANNELS * Math.min(block, total - done))
      renderMs += performance.now() - began
      hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
      for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] ?? 0))
      writer.write(amplified(samples, gain))
      meter?.add(samples)
      await progress(done)
    }
    writer.finish()
    const seconds = total / sampleRate
    say({
      kind: 'rendered',
      report: {
        frames: total,
        channels: CHANNELS,
        sampleRate,
        seconds,
        renderMs: Math.round(renderMs * 1000) / 1000,
        realtimeFactor: seconds / (renderMs / 1000),
        sha256: hash.digest('hex'),
        peakDb: peak === 0 ? SILENCE_DB : toDecibels(peak),
        ...(meter && { loudness: meter.result() }),
      },
    })
  })
}
