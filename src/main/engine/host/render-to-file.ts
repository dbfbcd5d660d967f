import type { Bytes, Frames } from '#shared/kit'
import type { RenderJob } from '../protocol'
import type { Renderer } from '../render'
import { convertedFrames } from './rate-converter'
import { createProgress, saying, type Say } from './report'
import { CHANNELS } from './sound-output'
import { TapKeeper } from './tap-keeper'
import type { ThreadedOutput } from './threaded-output'

/**
 * Renders a span into a file, and what is apart into files of its own. The last block may reach past the end; what
 * does is cut off. The hash, the peak and the loudness are those of the samples at the file's rate, before any gain.
 */
export async function renderToFile(
  renderer: Renderer,
  output: ThreadedOutput,
  job: RenderJob,
  say: Say,
  scriptBytes: () => Bytes,
): Promise<void> {
  const { from, to, measure = false, keep, kept, stems = [], ...target } = job
  const total: Frames = to - from
  if (kept !== undefined && kept < total + renderer.latency) {
    return say({ kind: 'kept-too-short' })
  }
  await saying(say, async () => {
    const { sampleRate, block } = renderer
    let renderMs = 0
    using stack = new DisposableStack()
    stack.defer(() => output.close())
    await output.open({
      targets: [target, ...stems.map(({ end: _end, ...stem }) => stem)],
      sampleRate,
      frames: total,
      measure,
      block,
    })
    const progress = createProgress(total, say)
    const taps = keep && stack.use(new TapKeeper(renderer, keep))
    renderer.rewind(from)
    for (let done = 0; done < total; done += block) {
      const samples = CHANNELS * Math.min(block, total - done)
      const began = performance.now()
      renderer.render(block)
      renderMs += performance.now() - began
      await output.room()
      copy(renderer.interleaved(block).subarray(0, samples), output.slotOf(0, samples))
      for (const index of stems.keys()) {
        copy(renderer.tapped(index, block).subarray(0, samples), output.slotOf(index + 1, samples))
      }
      output.send(samples)
      await taps?.drain()
      await progress(done)
    }
    const [facts, written] = [await output.finish(), await taps?.finish()]
    const seconds = total / sampleRate
    const rate = target.rate ?? sampleRate
    say({
      kind: 'rendered',
      report: {
        frames: convertedFrames(total, sampleRate, rate),
        channels: CHANNELS,
        sampleRate: rate,
        seconds,
        renderMs: Math.round(renderMs * 1000) / 1000,
        realtimeFactor: seconds / (renderMs / 1000),
        ...facts,
        ...(written && { kept: written }),
        memory: { kernels: renderer.kernels.arena.used, scripts: scriptBytes() },
        latencies: renderer.latencies,
      },
    })
  })
}

/** From one shared memory to another: `set` of typed arrays goes word by word there, five times as slow. */
function copy(from: Float32Array, to: Float32Array): void {
  bytesOf(from).copy(bytesOf(to))
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
