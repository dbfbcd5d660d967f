import type { Frames } from '#shared/kit'
import type { RenderJob } from '../protocol'
import type { Renderer } from '../render'
import { createProgress, saying, type Say } from './report'
import { CHANNELS, openOutput, SoundAccount, type SoundOutput } from './sound-output'
import { TapKeeper } from './tap-keeper'

/**
 * Renders a span into a file, and what is apart into files of its own. The last block may reach past the end; what
 * does is cut off. The hash, the peak and the loudness are those of the samples at the file's rate, before any gain.
 */
export async function renderToFile(renderer: Renderer, job: RenderJob, say: Say): Promise<void> {
  const { from, to, measure = false, keep, kept, stems = [], ...target } = job
  const total: Frames = to - from
  if (kept !== undefined && kept < total + renderer.latency) {
    return say({ kind: 'kept-too-short' })
  }
  await saying(say, async () => {
    const { sampleRate, block } = renderer
    let renderMs = 0
    using stack = new DisposableStack()
    const facts = { sampleRate, frames: total }
    const account = new SoundAccount(target.rate ?? sampleRate, measure)
    const listen = (samples: Float32Array) => account.add(samples)
    const output = stack.use(await openOutput(target, { ...facts, listen }))
    const beside: SoundOutput[] = []
    for (const { end: _end, ...stem } of stems) {
      beside.push(stack.use(await openOutput(stem, facts)))
    }
    const progress = createProgress(total, say)
    const taps = keep && stack.use(new TapKeeper(renderer, keep))
    renderer.rewind(from)
    for (let done = 0; done < total; done += block) {
      const length = CHANNELS * Math.min(block, total - done)
      const began = performance.now()
      renderer.render(block)
      renderMs += performance.now() - began
      output.write(renderer.interleaved(block).subarray(0, length))
      beside.forEach((stem, index) => stem.write(renderer.tapped(index, block).subarray(0, length)))
      await taps?.drain()
      await progress(done)
    }
    output.finish()
    for (const stem of beside) stem.finish()
    const written = await taps?.finish()
    const seconds = total / sampleRate
    say({
      kind: 'rendered',
      report: {
        frames: output.frames,
        channels: CHANNELS,
        sampleRate: output.sampleRate,
        seconds,
        renderMs: Math.round(renderMs * 1000) / 1000,
        realtimeFactor: seconds / (renderMs / 1000),
        ...account.facts(),
        ...(written && { kept: written }),
      },
    })
  })
}
