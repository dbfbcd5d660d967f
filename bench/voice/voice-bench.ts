import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '../../src/shared/kit'
import { rootFolder } from '../../src/main/kit'
import { findVoice, foundVoiceSchema } from '../../src/main/inference/host/voice'

export interface VoiceRow {
  readonly detector: string
  readonly seconds: number
  readonly wallMs: number
  /** Of all threads of the process; on a busy machine the figure that counts. */
  readonly cpuMs: number
  /** Seconds of sound a second of processor. */
  readonly timesRealTime: number
}

const RATE = 44_100

/** Voice activity of a minute of sound at 44.1 kHz, resampling and all, on one thread. */
export async function voiceBench(seconds = 60): Promise<readonly VoiceRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-voice-bench-'))
  using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
  const samples = Float32Array.from({ length: seconds * RATE }, (_, at) => {
    const time = at / RATE
    const loud = Math.max(0, Math.sin(2 * Math.PI * 0.4 * time))
    return 0.2 * loud * Math.sin(2 * Math.PI * (140 + 20 * Math.sin(3 * time)) * time)
  })
  const path = join(folder, 'sound.f32')
  writeFileSync(path, new Uint8Array(samples.buffer))
  const sound = { path, sampleRate: RATE, channels: 1, frames: samples.length }
  const model = { path: join(rootFolder(), 'resources/models/silero-vad/silero_vad.onnx') }
  // The first run loads the runtime.
  await measure({ sound: { ...sound, frames: RATE }, model }, 1)
  return [await measure({ sound, model }, seconds), await measure({ sound }, seconds)]
}

async function measure(input: object, seconds: number): Promise<VoiceRow> {
  const began = performance.now()
  const before = process.cpuUsage()
  const found = await findVoice.run(input, {
    signal: new AbortController().signal,
    folder: '',
    checkpoint: undefined,
    save: () => undefined,
    progress: () => undefined,
    log: () => undefined,
  })
  const { user, system } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1000
  return {
    detector: foundVoiceSchema.parse(unwrap(found)).detector,
    seconds,
    wallMs: Math.round(performance.now() - began),
    cpuMs: Math.round(cpuMs),
    timesRealTime: Math.round((seconds * 1000) / cpuMs),
  }
}
