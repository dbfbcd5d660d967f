import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/**
 * Eight tracks through tanh at 12 dB of drive: four oversampled twice, four four times. Web Audio looks the curve up in
 * a table, ours works it out.
 */
const distortions: Patch = {
  name: 'drive8',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 8; index++) {
      const oversampling = index < 4 ? '2' : '4'
      const params = { curve: 'tanh', drive: 12, oversampling, output: decibels(1 / 8) }
      rig.out(rig.after(rig.player('noise'), 'distortion', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const curve = new Float32Array(1025)
    for (let i = 0; i < 1025; i++) curve[i] = Math.tanh(((i - 512) / 512) * 4)
    for (let index = 0; index < 8; index++) {
      const source = parts.play(noise)
      const shaper = context.createWaveShaper()
      shaper.curve = curve
      shaper.oversample = index < 4 ? '2x' : '4x'
      const gain = context.createGain()
      gain.gain.value = 1 / 8
      source.connect(shaper).connect(gain).connect(context.destination)
    }
  },
}

/** Sixteen tracks clipped hard, without oversampling. */
const clipping: Patch = {
  name: 'clip16',
  project: seconds => {
    const rig = new Rig(seconds)
    for (let index = 0; index < 16; index++) {
      const params = { curve: 'hard', drive: 6, oversampling: '1', output: decibels(1 / 16) }
      rig.out(rig.after(rig.player('noise'), 'distortion', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    const curve = new Float32Array(1025)
    for (let i = 0; i < 1025; i++) curve[i] = Math.max(-1, Math.min(1, ((i - 512) / 512) * 2))
    for (let index = 0; index < 16; index++) {
      const source = parts.play(noise)
      const shaper = context.createWaveShaper()
      shaper.curve = curve
      const gain = context.createGain()
      gain.gain.value = 1 / 16
      source.connect(shaper).connect(gain).connect(context.destination)
    }
  },
}

export const colour: readonly Patch[] = [distortions, clipping]
