import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sound } from '../../engine'

/** Short sounds of several rates and numbers of channels, as files in a folder that goes with them. */
export class TestSounds implements Disposable {
  readonly sounds = new Map<string, Sound>()
  readonly #folder = mkdtempSync(join(tmpdir(), 'test-sounds-'))

  constructor() {
    this.add('a', 48_000, 1, 1)
    this.add('b', 44_100, 2, 9000)
    this.add('c', 8000, 1, 700)
    this.add('d', 192_000, 2, 30_000)
    this.add('e', 768_000, 1, 90_000)
    this.add('f', 96_000, 6, 2000)
  }

  get ids(): string[] {
    return [...this.sounds.keys()]
  }

  /** Interleaved; the samples are a chirp where `samples` says nothing else. */
  add(
    id: string,
    sampleRate: number,
    channels: number,
    frames: number,
    samples = (n: number) => Math.sin(n * n * 0.01),
  ): void {
    const path = join(this.#folder, `${id}.f32`)
    const all = Float32Array.from({ length: frames * channels }, (_, n) => samples(n))
    writeFileSync(path, new Uint8Array(all.buffer))
    this.sounds.set(id, { path, sampleRate, channels, frames })
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}
