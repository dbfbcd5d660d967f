import type { Patch } from '../patch'
import { decibels, Rig } from '../rig'

/** 16 stereo tracks, a compressor and a level on each. Web Audio's compressor looks 6 ms ahead, and so does ours. */
const compressors: Patch = {
  name: 'comp16',
  project: seconds => {
    const rig = new Rig(seconds)
    const params = {
      threshold: -24,
      ratio: 12,
      knee: 30,
      attack: 0.003,
      release: 0.25,
      lookahead: 0.006,
    }
    for (let index = 0; index < 16; index++) {
      const player = rig.player('noise', { level: decibels(1 / 16) })
      rig.out(rig.after(player, 'compressor', params))
    }
    return rig.project
  },
  web: (context, { noise }, _seconds, parts) => {
    for (let index = 0; index < 16; index++) {
      const track = parts.play(noise, 1 / 16)
      const compressor = context.createDynamicsCompressor()
      track.connect(compressor).connect(context.destination)
    }
  },
}

export const dynamics: readonly Patch[] = [compressors]
