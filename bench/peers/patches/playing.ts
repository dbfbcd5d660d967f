import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/**
 * Eight stereo files at 44.1 kHz in a project at 48 kHz. Ours are resampled while they play, by a windowed sinc with a
 * stop-band of 118 dB. A Web Audio program that wants more than straight lines between frames lets `decodeAudioData`
 * resample the file, which therefore counts there: 32-bit WAV, of which reading as such is next to nothing.
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
    const { length, numberOfChannels, sampleRate } = noise44
    const header = 44
    const file = new DataView(new ArrayBuffer(header + length * numberOfChannels * 4))
    const text = (at: number, letters: string) => {
      for (let i = 0; i < letters.length; i++) file.setUint8(at + i, letters.charCodeAt(i))
    }
    text(0, 'RIFF')
    file.setUint32(4, file.byteLength - 8, true)
    text(8, 'WAVEfmt ')
    file.setUint32(16, 16, true)
    file.setUint16(20, 3, true)
    file.setUint16(22, numberOfChannels, true)
    file.setUint32(24, sampleRate, true)
    file.setUint32(28, sampleRate * numberOfChannels * 4, true)
    file.setUint16(32, numberOfChannels * 4, true)
    file.setUint16(34, 32, true)
    text(36, 'data')
    file.setUint32(40, file.byteLength - header, true)
    for (let channel = 0; channel < numberOfChannels; channel++) {
      const samples = noise44.getChannelData(channel)
      for (let i = 0; i < length; i++) {
        file.setFloat32(header + (i * numberOfChannels + channel) * 4, samples[i] ?? 0, true)
      }
    }
    const files = Array.from({ length: 8 }, () => file.buffer.slice(0))
    return async () => {
      for (const bytes of files) {
        const source = context.createBufferSource()
        source.buffer = await context.decodeAudioData(bytes)
        source.start()
        const gain = context.createGain()
        gain.gain.value = 1 / 8
        source.connect(gain).connect(context.destination)
      }
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

/** 16 tracks of four notes a second on samplers; in Web Audio a buffer source and a gain a note, with straight lines between frames. */
const keys: Patch = {
  name: 'keys16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const track = rig.add('note-track')
      rig.notes(track, seconds * 4, step => ({
        start: step / 2,
        length: 0.4,
        key: 48 + ((step * 5 + index) % 24),
      }))
      const sampler = rig.add('sampler', { sound1: 'hit', level1: -24 })
      rig.wire(track, sampler, { in: 'notes' })
      rig.out(sampler)
    }
    return rig.project
  },
  web: (context, { hit }, seconds) => {
    for (let index = 0; index < 16; index++) {
      for (let step = 0; step < seconds * 4; step++) {
        const begin = step / 4
        const source = context.createBufferSource()
        source.buffer = hit
        source.playbackRate.value = 2 ** ((48 + ((step * 5 + index) % 24) - 60) / 12)
        const gain = context.createGain()
        gain.gain.setValueAtTime(0.1, begin)
        gain.gain.setTargetAtTime(0, begin + 0.2, 0.02)
        source.connect(gain).connect(context.destination)
        source.start(begin)
        source.stop(begin + 0.4)
      }
    }
  },
}

export const playing: readonly Patch[] = [resampled, shots, keys]
