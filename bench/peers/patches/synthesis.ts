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

/**
 * 16 tracks of four notes a second: a saw, a low-pass, an envelope each. Web Audio has no voices; there each note is an
 * oscillator, a filter and a gain of its own, as programs for it have them. Ours draws the envelope of the filter as well.
 */
const notes: Patch = {
  name: 'notes16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const track = rig.add('note-track')
      rig.notes(track, seconds * 4, step => ({
        start: step / 2,
        length: 0.4,
        key: 48 + ((step * 5 + index) % 24),
      }))
      const synth = rig.add('synth', {
        wave1: 'saw',
        level2: 0,
        filter: 'lowpass-12',
        cutoff: 2000,
        resonance: 0,
        filterEnvelope: 0,
        filterKey: 0,
        filterVelocity: 0,
        ampRelease: 0.05,
      })
      rig.wire(track, synth, { in: 'notes' })
      rig.out(synth)
    }
    return rig.project
  },
  web: (context, _sounds, seconds) => {
    for (let index = 0; index < 16; index++) {
      for (let step = 0; step < seconds * 4; step++) {
        const begin = step / 4
        const oscillator = context.createOscillator()
        oscillator.type = 'sawtooth'
        oscillator.frequency.value = 440 * 2 ** ((48 + ((step * 5 + index) % 24) - 69) / 12)
        const filter = context.createBiquadFilter()
        filter.frequency.value = 2000
        const gain = context.createGain()
        gain.gain.setValueAtTime(0, begin)
        gain.gain.linearRampToValueAtTime(0.1, begin + 0.005)
        gain.gain.setTargetAtTime(0.08, begin + 0.005, 0.1)
        gain.gain.setTargetAtTime(0, begin + 0.2, 0.01)
        oscillator.connect(filter).connect(gain).connect(context.destination)
        oscillator.start(begin)
        oscillator.stop(begin + 0.25)
      }
    }
  },
}

/** 32 saws, each with an envelope that a clock begins four times a second. */
const envelopes: Patch = {
  name: 'envelopes32',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 32; index++) {
      const frequency = 55 * 2 ** (index / 12)
      const voice = rig.add('oscillator', { waveform: 'saw', frequency, level: decibels(1 / 16) })
      const clock = rig.add('clock', { sync: 'free', rate: 4 })
      const shape = { attack: 0.005, decay: 0.1, sustain: 50, release: 0.1 }
      const envelope = rig.add('envelope', shape)
      rig.wire(clock, envelope, { in: 'gate' })
      const amp = rig.after(voice, 'amp')
      rig.wire(envelope, amp, { in: 'gain' })
      rig.out(amp)
    }
    return rig.project
  },
  web: (context, _sounds, seconds) => {
    for (let index = 0; index < 32; index++) {
      const oscillator = context.createOscillator()
      oscillator.type = 'sawtooth'
      oscillator.frequency.value = 55 * 2 ** (index / 12)
      oscillator.start()
      const gain = context.createGain()
      gain.gain.value = 0
      for (let step = 0; step < seconds * 4; step++) {
        const begin = step / 4
        gain.gain.setTargetAtTime(1 / 16, begin, 0.002)
        gain.gain.setTargetAtTime(0.5 / 16, begin + 0.01, 0.03)
        gain.gain.setTargetAtTime(0, begin + 0.125, 0.03)
      }
      oscillator.connect(gain).connect(context.destination)
    }
  },
}

export const synthesis: readonly Patch[] = [oscillators, fm, notes, envelopes]
