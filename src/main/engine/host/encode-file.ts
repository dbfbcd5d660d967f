import { closeSync, openSync, readSync } from 'node:fs'
import { openSoundWriter } from '../../sound-files'
import type { EncodeJob } from '../protocol'
import { amplified, createProgress, saying, type Say } from './report'

const BLOCK_FRAMES = 8192
const SAMPLE_BYTES = 4

/** Brings raw samples into a file, louder or quieter: the second pass of an export with a loudness. */
export async function encodeFile(job: EncodeJob, say: Say): Promise<void> {
  const { source, channels, sampleRate, frames } = job
  const { gain = 1, ...target } = job.target
  await saying(say, async () => {
    using stack = new DisposableStack()
    const input = openSync(source, 'r')
    stack.defer(() => closeSync(input))
    const writer = stack.use(await openSoundWriter({ ...target, channels, sampleRate, frames }))
    const block = new Uint8Array(BLOCK_FRAMES * channels * SAMPLE_BYTES)
    const progress = createProgress(frames, say)
    for (let done = 0; done < frames; done += BLOCK_FRAMES) {
      const wanted = Math.min(BLOCK_FRAMES, frames - done) * channels
      const at = done * channels * SAMPLE_BYTES
      fill(input, block.subarray(0, wanted * SAMPLE_BYTES), at)
      writer.write(amplified(new Float32Array(block.buffer, 0, wanted), gain))
      await progress(done)
    }
    writer.finish()
    say({ kind: 'encoded' })
  })
}

function fill(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const read = readSync(file, bytes, done, bytes.length - done, position + done)
    if (read === 0) throw new Error('The rendered samples are cut off')
    done += read
  }
}
