/** Samples of a WAV file with 16 bits, its channels averaged. */
export function readWav(bytes: Uint8Array): { samples: Float32Array; sampleRate: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  const isWav = bytes.length >= 44 && name(0) === 'RIFF' && name(8) === 'WAVE'
  if (!isWav) throw new Error('This is no WAV file')
  let format: { channels: number; sampleRate: number } | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (name(at) === 'fmt ' && size >= 16 && start + 16 <= bytes.length) {
      const isPcm16 = view.getUint16(start, true) === 1 && view.getUint16(start + 14, true) === 16
      if (!isPcm16) throw new Error('Only PCM with 16 bits is read')
      format = {
        channels: view.getUint16(start + 2, true),
        sampleRate: view.getUint32(start + 4, true),
      }
    }
    if (name(at) === 'data' && format !== undefined && format.channels > 0) {
      return {
        samples: averaged(view, start, Math.min(size, bytes.length - start), format.channels),
        sampleRate: format.sampleRate,
      }
    }
    at = start + size + (size % 2)
  }
  throw new Error('The file has no samples')
}

function averaged(view: DataView, start: number, bytes: number, channels: number): Float32Array {
  const frames = Math.floor(bytes / (2 * channels))
  const samples = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) {
      sum += view.getInt16(start + 2 * (frame * channels + channel), true)
    }
    samples[frame] = sum / channels / 32768
  }
  return samples
}
