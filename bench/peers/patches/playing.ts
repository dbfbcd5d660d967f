import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/**
 * Eight stereo sounds at 44.1 kHz, played at 48 kHz. Ours goes through a windowed sinc with a stop-band of 118 dB; Web
 * Audio draws straight lines between frames.
 */
const resampled: Patch = {
  name: 'resample8',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 8; index++) {
      rig.out(rig.player('noise44', { level: decibels(1 / 8) }))
    }
    return rig.project
  },
  web: (context, { noise44 }) => {
    for (let index = 0; index < 8; index++) {
      const source = context.createBufferSource()
      source.buffer = noise44
      source.start()
      const gain = context.createGain()
      gain.gain.value = 1 / 8
      source.connect(gain).connect(context.destination)
    }
  },
}

/** 400 players of a quarter of a second, begun one after another over the whole render. */
const shots: Patch = {
  name: 'shots400',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 400; index++) {
      rig.out(rig.player('hit', { start: (index * seconds) / 400, level: decibels(1 / 4) }))
    }
    return rig.project
  },
  web: (context, { hit }, seconds) => {
    for (let index = 0; index < 400; index++) {
      const source = context.createBufferSource()
      source.buffer = hit
      const gain = context.createGain()
      gain.gain.value = 1 / 4
      source.connect(gain).connect(context.destination)
      source.start((index * seconds) / 400)
    }
  },
}

export const playing: readonly Patch[] = [resampled, shots]
