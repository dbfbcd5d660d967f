import { audio, choice, factor, kernel, plain, seconds } from '../define-kernel'

/**
 * Plays its sound along the timeline from `start` on, `speed` times as fast and `pitch` semitones higher. With `follow` on,
 * the speed is multiplied by the project's tempo over `bpm`, the tempo of the sound. Playback begins `from` seconds
 * into the sound and ends with it, or begins again there where `loop` is on.
 *
 * A phase vocoder: in music, where many tones sound at once, the search for one best overlap (WSOLA) finds none. The
 * sound lies in memory, so that each window is compared with the one exactly a hop before it in the sound, whatever the
 * stretch, and takes over the phase that the output had there (M. Puckette, “Phase-locked vocoder”, WASPAA 1995); the
 * region around a spectral peak is turned as a whole (J. Laroche, M. Dolson, “Improved phase vocoder time-scale modification of
 * audio”, IEEE TSAP 7, 1999), in all channels alike, which keeps the image. The pitch is moved by reading the sound
 * through a windowed sinc at another step (see `sampler`) and stretching the difference away.
 *
 * Onsets are found when the sound is loaded, from the rise of its difference signal. Around each, time passes at its own
 * pace and what lies between is stretched the more (E. Ravelli, M. Sandler, J. P. Bello, “Fast implementation for non-linear
 * time-scaling of stereo signals”, DAFx 2005); peaks that rise with an onset take the phase of the sound.
 *
 * `window` is 4096 frames ('fine') or 2048 ('quick') at 48 kHz, twice that above 64 kHz, four times above 128 kHz. There
 * is no latency: windows are read ahead in the sound. A jump of the timeline, and a change of `start`, `from` or `window`,
 * fades to the new place within 128 frames. `second`, `part`, `tempo`, `beat` and `phase` are the timeline.
 */
export const timeStretch = kernel('time-stretch', {
  inputs: {},
  outputs: { out: audio({ channels: 'asset' }) },
  params: {
    speed: factor(0.25, 4, 1),
    pitch: plain(-24, 24, 0),
    start: seconds(0, 3_600, 0),
    from: seconds(0, 3_600, 0),
    loop: choice(['off', 'on']),
    follow: choice(['off', 'on']),
    bpm: plain(20, 400, 120),
    window: choice(['fine', 'quick']),
    second: plain(0, 1e6, 0),
    part: factor(0, 1, 0),
    tempo: plain(1, 1_000, 120),
    beat: plain(0, 1e6, 0),
    phase: factor(0, 1, 0),
  },
  sound: 'own-rate',
})
