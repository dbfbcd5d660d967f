import { OWN_WORK } from '#shared/graph'
import { err, fail, ok } from '#shared/kit'
import type { LibraryService } from '../../library'
import type { ClipWork } from '../clip-work'
import type { DecodedInput } from '../kinds/sound-schema'
import { OWN, type OwnWorks } from '../kinds/own-kind'
import { collectMade } from './collect'
import { decodedClip, neededClip } from './needed'

/** Nodes whose plugin does the work in its own code. */
export function ownWork(library: Pick<LibraryService, 'decoded'>, works: OwnWorks): ClipWork {
  return {
    id: OWN_WORK,
    plan(input) {
      const { definition, params } = input
      const { plugin, type, label, pluginVersion, dsp } = definition
      const stamp = works.stamp(plugin)
      if (stamp === undefined || dsp.form !== 'job' || dsp.hears === undefined) {
        return err(fail('plugin-not-enabled', `The plugin of ${label} does not run.`))
      }
      const { hears } = dsp
      const isClip = ([, { kind }]: readonly [string, { readonly kind: string }]) => kind === 'clip'
      const ports = Object.entries(definition.inputs).filter(isClip)
      const outputs = Object.entries(definition.outputs).filter(isClip)
      for (const [port] of ports) {
        const asset = neededClip(input, port)
        if (!asset.ok) return asset
      }
      return ok({
        by: `${label} ${pluginVersion}`,
        // Other code under the same version makes something else: it is being written.
        version: `own ${stamp}`,
        async job(key) {
          const clips: Record<string, DecodedInput> = {}
          for (const [port] of ports) {
            const asset = neededClip(input, port)
            if (!asset.ok) return asset
            const sound = await decodedClip(library, asset.value, input.folder)
            if (!sound.ok) return sound
            clips[port] = sound.value
          }
          const node = type.slice(plugin.length + 1)
          const made = outputs.map(([port]) => port)
          return ok({
            kind: OWN,
            input: { name: label, key, plugin, node, params, clips, outputs: made, hears },
          })
        },
      })
    },
    collect: collectMade,
  }
}
