/**
 * Interleaved frames as interleaved stereo: mono to both sides, two channels as they are, of more the first
 * two. Samples are never changed, so that what is heard is what was rendered.
 */
export function toStereo(samples: Float32Array, channels: number): Float32Array {
  if (channels === 2) return samples
  const frames = channels === 0 ? 0 : samples.length / channels
  const stereo = new Float32Array(frames * 2)
  for (let frame = 0; frame < frames; frame++) {
    const left = samples[frame * channels] ?? 0
    stereo[frame * 2] = left
    stereo[frame * 2 + 1] = channels === 1 ? left : (samples[frame * channels + 1] ?? 0)
  }
  return stereo
}
