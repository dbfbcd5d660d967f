import { decibels, Rig } from './peers/rig'
import type { Patch } from './peers/patch'

/** Tracks of five nodes each (player, two filters, compressor, pan), so many nodes in all, into one output. */
export function mixOf(nodes: number): Pick<Patch, 'name' | 'project'> {
  const tracks = Math.max(1, Math.round(nodes / 5))
  return {
    name: `${nodes} nodes`,
    project: seconds => {
      const rig = new Rig(seconds)
      for (let index = 0; index < tracks; index++) {
        let last = rig.player('noise', { loop: true, level: decibels(1 / tracks) })
        for (const frequency of [200, 2000]) {
          last = rig.after(last, 'filter', { type: 'peaking', frequency, gain: 3 })
        }
        last = rig.after(last, 'compressor', { threshold: -24 })
        rig.out(rig.after(last, 'pan', { pan: index / tracks }))
      }
      return rig.project
    },
  }
}
