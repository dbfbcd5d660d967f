import { toGain, type Gain, type Seconds } from '#shared/kit'
import { secondsBetween, soundLength, type AudioClip, type Project } from '#shared/graph'

/** Seconds that a clip of sound lasts on the timeline, and that its sound lasts as recorded. */
export function clipSeconds(
  project: Pick<Project, 'transport' | 'assets'>,
  clip: AudioClip,
): { readonly length: Seconds; readonly sound: Seconds } {
  const { start, length } = clip
  return {
    length: Math.max(1e-6, secondsBetween(project, start, start + length)),
    sound: soundLength(project, clip),
  }
}

/** The second of the sound that plays so many seconds into its clip; nothing past its end. */
export function soundAt(clip: AudioClip, sound: Seconds, into: Seconds): Seconds | undefined {
  const at = clip.offset + into * (clip.speed ?? 1)
  if (clip.repeats === true) return at % sound
  return at <= sound ? Math.max(0, at) : undefined
}

/** How loud a clip lets its sound through, so many seconds after its beginning. */
export function fadeGain(clip: AudioClip, length: Seconds, into: Seconds): Gain {
  const { fadeIn, fadeOut, gain = 0 } = clip
  return toGain(gain) * rise(fadeIn, into) * rise(fadeOut, length - into)
}

function rise(fade: AudioClip['fadeIn'], done: Seconds): Gain {
  if (fade === undefined || done >= fade.length || fade.length === 0) return 1
  const along = Math.max(0, done / fade.length)
  return along / (along + (1 - along) * 8 ** -fade.bend)
}
