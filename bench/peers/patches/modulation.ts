import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/**
 * 16 voices: a saw through a low-pass and a gain, an LFO on the cutoff (two octaves up and down, at audio rate) and
 * one on the gain.
 */
const lfos: Patch = {
  name: 'lfo16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const frequency = 55 * 2 ** (index / 12)
      const voice = rig.add('oscillator', { waveform: 'saw', frequency, level: decibels(1 / 16) })
      const cutoff = { type: 'lowpass', frequency: 1500, resonance: 9 }
      const filter = rig.after(voice, 'filter', cutoff)
      const amp = rig.after(filter, 'amp')
      const slow = rig.add('lfo', { rate: 0.3 + 0.05 * index, depth: 1, offset: 0 })
      // The knob goes from 10 to 20,000 Hz, 10.97 octaves.
      rig.wire(slow, filter, { in: 'frequency', depth: 2 / Math.log2(2000) })
      const fast = rig.add('lfo', { rate: 4 + 0.1 * index, depth: 0.5, offset: 0.5 })
      rig.wire(fast, amp, { in: 'gain' })
      rig.out(amp)
    }
    return rig.project
  },
  web: context => {
    for (let index = 0; index < 16; index++) {
      const oscillator = context.createOscillator()
      oscillator.type = 'sawtooth'
      oscillator.frequency.value = 55 * 2 ** (index / 12)
      const level = context.createGain()
      level.gain.value = 1 / 16
      const filter = context.createBiquadFilter()
      filter.frequency.value = 1500
      filter.Q.value = 9
      const amp = context.createGain()
      amp.gain.value = 0.5
      const slow = context.createOscillator()
      slow.frequency.value = 0.3 + 0.05 * index
      const depth = context.createGain()
      depth.gain.value = 2400
      slow.connect(depth).connect(filter.detune)
      const fast = context.createOscillator()
      fast.frequency.value = 4 + 0.1 * index
      const half = context.createGain()
      half.gain.value = 0.5
      fast.connect(half).connect(amp.gain)
      oscillator.connect(level).connect(filter).connect(amp).connect(context.destination)
      for (const started of [oscillator, slow, fast]) started.start()
    }
  },
}

/**
 * Four stereo choruses of two voices a side, each voice a delay that a sine moves. Ours reads by eight taps of a
 * sinc, Web Audio by a straight line.
 */
const chorus: Patch = {
  name: 'chorus4',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 4; index++) {
      const params = { voices: 'two', rate: 0.6 + 0.1 * index, depth: 0.004, delay: 0.009, mix: 50 }
      rig.out(rig.after(noise, 'chorus', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 4; index++) {
      const splitter = context.createChannelSplitter(2)
      const merger = context.createChannelMerger(2)
      source.connect(splitter)
      for (let voice = 0; voice < 4; voice++) {
        const delay = context.createDelay(0.1)
        delay.delayTime.value = 0.011
        const sine = context.createOscillator()
        sine.frequency.value = 0.6 + 0.1 * index
        const depth = context.createGain()
        depth.gain.value = 0.002
        sine.connect(depth).connect(delay.delayTime)
        sine.start(voice * 0.1)
        splitter.connect(delay, voice & 1)
        delay.connect(merger, 0, voice & 1)
      }
      const wet = context.createGain()
      wet.gain.value = 0.5
      const dry = context.createGain()
      dry.gain.value = 0.5
      merger.connect(wet).connect(context.destination)
      source.connect(dry).connect(context.destination)
    }
  },
}

/** Eight stereo flangers: one moving delay a side, with feedback. */
const flanger: Patch = {
  name: 'flanger8',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 8; index++) {
      const params = { rate: 0.2 + 0.03 * index, depth: 0.004, delay: 0.003, feedback: 50, mix: 50 }
      rig.out(rig.after(noise, 'flanger', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 8; index++) {
      const splitter = context.createChannelSplitter(2)
      const merger = context.createChannelMerger(2)
      source.connect(splitter)
      for (const side of [0, 1]) {
        const delay = context.createDelay(0.05)
        delay.delayTime.value = 0.005
        const sine = context.createOscillator()
        sine.frequency.value = 0.2 + 0.03 * index
        const depth = context.createGain()
        depth.gain.value = 0.002
        sine.connect(depth).connect(delay.delayTime)
        sine.start(side * 0.5)
        const feedback = context.createGain()
        feedback.gain.value = 0.5
        splitter.connect(delay, side)
        delay.connect(feedback).connect(delay)
        delay.connect(merger, 0, side)
      }
      const wet = context.createGain()
      wet.gain.value = 0.5
      const dry = context.createGain()
      dry.gain.value = 0.5
      merger.connect(wet).connect(context.destination)
      source.connect(dry).connect(context.destination)
    }
  },
}

/** Sixteen pairs of sines, one the gain of the other at audio rate. */
const rings: Patch = {
  name: 'ring16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const frequency = 110 * 2 ** (index / 12)
      const carrier = rig.add('oscillator', { frequency, level: decibels(1 / 16) })
      const amp = rig.after(carrier, 'amp')
      const other = rig.add('oscillator', { frequency: frequency * 1.37, level: 0 })
      rig.wire(rig.after(other, 'to-control'), amp, { in: 'gain' })
      rig.out(amp)
    }
    return rig.project
  },
  web: context => {
    for (let index = 0; index < 16; index++) {
      const frequency = 110 * 2 ** (index / 12)
      const carrier = context.createOscillator()
      carrier.frequency.value = frequency
      const level = context.createGain()
      level.gain.value = 1 / 16
      const amp = context.createGain()
      amp.gain.value = 0
      const other = context.createOscillator()
      other.frequency.value = frequency * 1.37
      other.connect(amp.gain)
      carrier.connect(level).connect(amp).connect(context.destination)
      carrier.start()
      other.start()
    }
  },
}

/** Four phasers of six all-passes that one sine moves by an octave and a half up and down, half of it dry. */
const phasers: Patch = {
  name: 'phaser4',
  project: seconds => {
    const rig = new Rig(seconds)
    const noise = rig.player('noise')
    for (let index = 0; index < 4; index++) {
      const params = { stages: '6', rate: 0.3 + 0.1 * index, feedback: 0, stereo: 0, mix: 50 }
      rig.out(rig.after(noise, 'phaser', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const source = parts.play(noise)
    for (let index = 0; index < 4; index++) {
      const sine = context.createOscillator()
      sine.frequency.value = 0.3 + 0.1 * index
      const depth = context.createGain()
      depth.gain.value = 1800
      sine.connect(depth)
      sine.start()
      let last: AudioNode = source
      for (let stage = 0; stage < 6; stage++) {
        const filter = context.createBiquadFilter()
        filter.type = 'allpass'
        filter.frequency.value = 800
        filter.Q.value = 0.5
        depth.connect(filter.detune)
        last.connect(filter)
        last = filter
      }
      const wet = context.createGain()
      wet.gain.value = 0.5
      const dry = context.createGain()
      dry.gain.value = 0.5
      last.connect(wet).connect(context.destination)
      source.connect(dry).connect(context.destination)
    }
  },
}

/** Sixteen tracks, each made louder and quieter by a sine. */
const tremolos: Patch = {
  name: 'tremolo16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const player = rig.player('noise', { level: decibels(1 / 16) })
      rig.out(rig.after(player, 'tremolo', { rate: 4 + 0.1 * index, depth: 60 }))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const gain = context.createGain()
      gain.gain.value = 0.7 / 16
      parts.sine(4 + 0.1 * index, 0.3 / 16).connect(gain.gain)
      parts.play(noise).connect(gain).connect(context.destination)
    }
  },
}

/** Eight stereo delays that a sine moves, and nothing of the dry sound. Read as those of `chorus4`. */
const vibratos: Patch = {
  name: 'vibrato8',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 8; index++) {
      const player = rig.player('noise', { level: decibels(1 / 8) })
      const params = { voices: 'one', rate: 4 + 0.1 * index, depth: 0.002, stereo: 0, mix: 100 }
      rig.out(rig.after(player, 'chorus', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 8; index++) {
      const track = parts.play(noise, 1 / 8)
      const delay = context.createDelay(0.1)
      delay.delayTime.value = 0.009
      parts.sine(4 + 0.1 * index, 0.002).connect(delay.delayTime)
      track.connect(delay).connect(context.destination)
    }
  },
}

/** Sixteen tracks that a sine moves from side to side. */
const autoPans: Patch = {
  name: 'autopan16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const player = rig.player('noise', { level: decibels(1 / 16) })
      rig.out(rig.after(player, 'auto-pan', { rate: 0.5 + 0.1 * index }))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const track = parts.play(noise, 1 / 16)
      const panner = context.createStereoPanner()
      const sine = context.createOscillator()
      sine.frequency.value = 0.5 + 0.1 * index
      sine.connect(panner.pan)
      sine.start()
      track.connect(panner).connect(context.destination)
    }
  },
}

export const modulation: readonly Patch[] = [
  ...[lfos, chorus, flanger, rings, phasers],
  ...[tremolos, vibratos, autoPans],
]
