import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/** 64 oscillators (saw, square, sine in turn), each with its level, into one sum. Both read wavetables. */
const oscillators: Patch = {
  name: 'osc64',
  project: seconds => {
    const rig = new Rig(seconds)
    const waveforms = ['sawtooth', 'square', 'sine'].map(wave => wave.replace('tooth', ''))
    for (let index = 0; index < 64; index++) {
      const waveform = waveforms[index % 3] ?? 'sine'
      const frequency = 55 * 2 ** (index / 12)
      rig.out(rig.add('oscillator', { waveform, frequency, level: decibels(1 / 64) }))
    }
    return rig.project
  },
  web: context => {
    for (let index = 0; index < 64; index++) {
      const oscillator = context.createOscillator()
      oscillator.type = index % 3 === 0 ? 'sawtooth' : index % 3 === 1 ? 'square' : 'sine'
      oscillator.frequency.value = 55 * 2 ** (index / 12)
      const gain = context.createGain()
      gain.gain.value = 1 / 64
      oscillator.connect(gain).connect(context.destination)
      oscillator.start()
    }
  },
}

/** 32 pairs of sines: one moves the pitch of the other by up to 600 ct at audio rate. */
const fm: Patch = {
  name: 'fm32',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 32; index++) {
      const frequency = 110 * 2 ** (index / 12)
      const modulator = rig.add('oscillator', { frequency: 1.5 * frequency, level: 0 })
      const signal = rig.after(modulator, 'to-control')
      const carrier = rig.add('oscillator', { frequency, level: decibels(1 / 32) })
      // The knob goes from −1200 to 1200 ct.
      rig.wire(signal, carrier, { in: 'detune', depth: 0.25 })
      rig.out(carrier)
    }
    return rig.project
  },
  web: context => {
    for (let index = 0; index < 32; index++) {
      const modulator = context.createOscillator()
      modulator.frequency.value = 1.5 * 110 * 2 ** (index / 12)
      const depth = context.createGain()
      depth.gain.value = 600
      const carrier = context.createOscillator()
      carrier.frequency.value = 110 * 2 ** (index / 12)
      const gain = context.createGain()
      gain.gain.value = 1 / 32
      modulator.connect(depth).connect(carrier.detune)
      carrier.connect(gain).connect(context.destination)
      modulator.start()
      carrier.start()
    }
  },
}

export const synthesis: readonly Patch[] = [oscillators, fm]
