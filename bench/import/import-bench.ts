import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '../../src/shared/kit'
import { drumPattern } from '../../src/main/engine/kernels/testing/drums'
import { makeSound, wavOf } from '../../src/main/inference/host/listen/testing/make-sounds'
import type { PipelineContext } from '../../src/main/inference/host/pipeline'
import { listenToFile } from '../../src/main/inference/host/listen'
import { median } from '../median'
import { call, openSounds } from '../../src/main/sounds/testing/open-sounds'

const RATE = 44_100
const SECONDS = 60

/**
 * A folder of one-minute WAV files (44.1 kHz, 16 bit, stereo: drums under chords) is taken into the library: hashed, decoded, shape,
 * loudness, tempo, key, vector, database. Beside it, how long the shell’s own thread was kept at most.
 */
export async function importBench(files: number) {
  const home = mkdtempSync(join(tmpdir(), 'wireharp-import-'))
  try {
    const folder = join(home, 'sounds')
    mkdirSync(folder)
    const minute = oneMinute()
    for (let file = 0; file < files; file++) {
      // Every file is another one, by its first sample.
      minute.writeInt16LE((file % 60_000) - 30_000, 44)
      writeFileSync(join(folder, `${file}.wav`), minute)
    }
    const alone = await processorMs(folder, Math.min(files, 12))
    if (files < 2) return [{ 'processor of a file (ms)': alone }]
    await using app = openSounds(home)
    let kept = 0
    let before = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      kept = Math.max(kept, now - before - 5)
      before = now
    }, 5)
    const began = performance.now()
    const { id } = unwrap(await app.service.addFolder({ path: folder }, call))
    const job = unwrap(await app.jobs.ended(id))
    const seconds = (performance.now() - began) / 1000
    clearInterval(timer)
    if (job.state !== 'completed') throw new Error(job.failure?.message)
    return [
      {
        files,
        cores: availableParallelism(),
        seconds: Number(seconds.toFixed(1)),
        'files a second': Number((files / seconds).toFixed(1)),
        'times real time': Math.round((files * SECONDS) / seconds),
        'processor of a file (ms)': alone,
        'shell’s thread kept at most (ms)': Math.round(kept),
      },
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** What listening to a file takes of one core, in this process: the median of some, on a busy machine the figure that counts. */
async function processorMs(folder: string, files: number): Promise<number> {
  const taken: number[] = []
  for (let turn = 0; turn < Math.max(files, 12); turn++) {
    const before = process.cpuUsage()
    const path = join(folder, `${turn % files}.wav`)
    unwrap(await listenToFile.run({ path, known: [] }, context))
    const { user, system } = process.cpuUsage(before)
    // The first ones compile.
    if (turn > 2) taken.push((user + system) / 1000)
  }
  return Math.round(median(taken))
}

const context: PipelineContext = {
  signal: new AbortController().signal,
  folder: '',
  checkpoint: undefined,
  save: () => undefined,
  progress: () => undefined,
  log: () => undefined,
}

function oneMinute(): Buffer {
  const drums = drumPattern(120, SECONDS)
  const chords = makeSound('chords', 4)
  const samples = new Float32Array(2 * RATE * SECONDS)
  for (let frame = 0; frame < samples.length / 2; frame++) {
    const drum = 0.6 * (drums[frame] ?? 0)
    samples[2 * frame] = drum + 0.3 * (chords[frame % chords.length] ?? 0)
    samples[2 * frame + 1] = drum + 0.3 * (chords[(frame + 700) % chords.length] ?? 0)
  }
  return wavOf(samples, 2)
}
