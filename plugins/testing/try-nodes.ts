import { seededNoise, type PluginCode } from '@wireharp/sdk'
import { defaultsOf, type ConformManifest } from './conform'
import { runScript } from './run-script'

/** What a node threw. */
export interface NodeThrow {
  readonly node: string
  readonly message: string
  readonly stack: string
}

const FRAMES = 1024

/**
 * Runs every script node for a moment, with noise on all inputs and parameters as they are by default, and answers what
 * they threw. `wireharp plugin dev` does so after each change.
 *
 * @example
 * import { definePlugin } from '@wireharp/sdk'
 * import { equal, tryNodes } from '@wireharp/testing'
 *
 * equal(tryNodes(definePlugin({}, {}), {}), [])
 */
export function tryNodes(
  plugin: PluginCode,
  { nodes = {} }: ConformManifest,
): readonly NodeThrow[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (node.dsp.form !== 'script') return []
    const next = seededNoise(1)
    const noise = () => Float32Array.from({ length: FRAMES }, () => next() * 0.5)
    const inputs = Object.keys(node.inputs ?? {}).map(port => [port, [noise(), noise()]] as const)
    const outputs = Object.keys(node.outputs ?? {}).map(port => [port, 2] as const)
    try {
      runScript(plugin, id, {
        inputs: Object.fromEntries(inputs),
        outputs: Object.fromEntries(outputs),
        params: defaultsOf(node),
        frames: FRAMES,
      })
      return []
    } catch (thrown) {
      const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown))
      return [{ node: id, message, stack }]
    }
  })
}
