import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/** Stereo noise through 16 peaking biquads in series. */
const eq16: Patch = {
  name: 'eq16',
  project: seconds => {
    const rig = new Rig(seconds)
    let last = rig.player('noise')
    for (let index = 0; index < 16; index++) {
      const gain = index % 2 === 1 ? 3 : -3
      last = rig.after(last, 'filter', { type: 'peaking', frequency: 100 * (index + 1), gain })
    }
    rig.out(last)
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    let last: AudioNode = source
    for (let index = 0; index < 16; index++) {
      const filter = context.createBiquadFilter()
      filter.type = 'peaking'
      filter.frequency.value = 100 * (index + 1)
      filter.gain.value = index % 2 === 1 ? 3 : -3
      last.connect(filter)
      last = filter
    }
    last.connect(context.destination)
  },
}

/**
 * Noise through 8 low-pass filters beside each other, each swept up and down by ramps that are exponential in
 * pitch. Web Audio works out coefficients for every frame, ours every 16.
 */
const sweeps: Patch = {
  name: 'sweeps',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 8; index++) {
      const frequency = Array.from({ length: seconds + 1 }, (_, time) => ({
        time,
        value: time % 2 === 0 ? 100 * (index + 1) : 8000,
        curve: 'exponential' as const,
      }))
      const filter = rig.after(noise, 'filter', { type: 'lowpass', resonance: 6 }, { frequency })
      rig.out(rig.after(filter, 'amp', {}))
    }
    return rig.project
  },
  web: (context, { noise }, seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 8; index++) {
      const filter = context.createBiquadFilter()
      filter.type = 'lowpass'
      filter.Q.value = 6
      filter.frequency.setValueAtTime(100 * (index + 1), 0)
      for (let time = 1; time <= seconds; time++) {
        const value = time % 2 === 0 ? 100 * (index + 1) : 8000
        filter.frequency.exponentialRampToValueAtTime(value, time)
      }
      const gain = context.createGain()
      source.connect(filter).connect(gain).connect(context.destination)
    }
  },
}

/** Noise through 24 band-passes beside each other, a third of an octave apart, each with a level. */
const bands: Patch = {
  name: 'bands24',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 24; index++) {
      const params = { type: 'bandpass', frequency: 80 * 2 ** (index / 3), q: 4.3 }
      const gain = index % 2 === 0 ? -6 : -12
      rig.out(rig.after(rig.after(noise, 'filter', params), 'gain', { gain }))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 24; index++) {
      const filter = context.createBiquadFilter()
      filter.type = 'bandpass'
      filter.frequency.value = 80 * 2 ** (index / 3)
      filter.Q.value = 4.3
      const gain = context.createGain()
      gain.gain.value = index % 2 === 0 ? 0.5 : 0.25
      source.connect(filter).connect(gain).connect(context.destination)
    }
  },
}

/** Sixteen tracks through a state variable low-pass that a sine moves by an octave each way; in Web Audio a biquad. */
const wahs: Patch = {
  name: 'wah16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const player = rig.player('noise', { level: decibels(1 / 16) })
      const filter = rig.after(player, 'svf', { frequency: 800, q: 4, amount: 1 })
      const lfo = rig.add('lfo', { rate: 0.5 + 0.1 * index, depth: 1, offset: 0 })
      rig.wire(lfo, filter, { in: 'cutoff' })
      rig.out(filter)
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const track = parts.play(noise, 1 / 16)
      const filter = context.createBiquadFilter()
      filter.frequency.value = 800
      filter.Q.value = 12
      parts.sine(0.5 + 0.1 * index, 1200).connect(filter.detune)
      track.connect(filter).connect(context.destination)
    }
  },
}

export const filters: readonly Patch[] = [eq16, sweeps, bands, wahs]
