import type { NodeManifest, NodeSetup, PluginCode } from '@wireharp/sdk'

/** Frames of a quantum. */
const QUANTUM = 128

export interface ScriptRun {
  readonly sampleRate?: number
  /** Samples by port and channel; all of one length, a multiple of 128. */
  readonly inputs?: Readonly<Record<string, readonly Float32Array[]>>
  /** Channels of each output. */
  readonly outputs: Readonly<Record<string, number>>
  /** A value for all frames, or one for each. */
  readonly params?: Readonly<Record<string, number | Float32Array>>
  readonly frames: number
}

/**
 * Runs a node of a script plugin as the engine does, quantum by quantum, without the sandbox: for tests of
 * the DSP alone. Answers the samples of each output by channel.
 *
 * @example
 * import { definePlugin, generator } from '@wireharp/sdk'
 * import { near, runScript } from '@wireharp/testing'
 *
 * const manifest = { nodes: { one: { outputs: { out: {} }, dsp: { form: 'script' } } } }
 * const one = generator(() => ({ process: ({ outputs }) => void outputs['out']?.[0]?.fill(1) }))
 * const plugin = definePlugin(manifest, { nodes: { one } })
 *
 * const { out } = runScript(plugin, 'one', { outputs: { out: 1 }, frames: 128 })
 * near(out?.[0]?.[0], 1)
 */
export function runScript(
  plugin: PluginCode,
  node: string,
  { sampleRate = 48_000, inputs = {}, outputs, params = {}, frames }: ScriptRun,
): Readonly<Record<string, readonly Float32Array[]>> {
  const setup = plugin.nodes[node]
  if (!isSetup(setup)) throw new Error(`The plugin has no node “${node}”`)
  const running = setup({ sampleRate })
  const buffers = mapValues(outputs, channels => lines(channels, QUANTUM))
  const rendered = mapValues(outputs, channels => lines(channels, frames))
  for (let at = 0; at < frames; at += QUANTUM) {
    for (const channels of Object.values(buffers)) for (const line of channels) line.fill(0)
    running.process({
      inputs: mapValues(inputs, channels => channels.map(line => line.slice(at, at + QUANTUM))),
      outputs: buffers,
      params: mapValues(params, value =>
        typeof value === 'number'
          ? new Float32Array(QUANTUM).fill(value)
          : value.slice(at, at + QUANTUM),
      ),
      frames: QUANTUM,
      position: at,
    })
    for (const [port, channels] of Object.entries(buffers)) {
      channels.forEach((line, channel) => rendered[port]?.[channel]?.set(line, at))
    }
  }
  return rendered
}

function isSetup(
  value: unknown,
): value is NodeSetup<Required<Pick<NodeManifest, 'dsp'>> & AnyPorts> {
  return typeof value === 'function'
}

interface AnyPorts {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, unknown>>
}

function lines(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames))
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
