import type { SensorSpec } from './contributions'
import type { Manifest } from './manifest'
import type { NodeDefinition } from './node-spec'

/** The parameter that follows the sensor while it is there. */
export const READING_PARAM = 'reading'

/** A name that is longer than a node’s label may be is cut. */
const LONGEST_LABEL = 40

/**
 * The nodes that a plugin’s sensors are: `<plugin>/<sensor>`, with the reading as a control signal. A node of the same
 * name that the plugin declares itself stands instead.
 */
export function sensorNodes(manifest: Manifest): NodeDefinition[] {
  return Object.entries(manifest.sensors)
    .filter(([id]) => !Object.hasOwn(manifest.nodes, id))
    .map(([id, sensor]) => sensorNode(manifest, id, sensor))
}

function sensorNode(
  { id: plugin, version, category, name }: Manifest,
  id: string,
  { label, description, unit, min, max }: SensorSpec,
): NodeDefinition {
  const range = { inLow: min, inHigh: max, outLow: 0, outHigh: 1, clamp: 1 }
  return {
    type: `${plugin}/${id}`,
    plugin,
    pluginVersion: version,
    category,
    label: label.slice(0, LONGEST_LABEL),
    description: description ?? `What ${name} measures, as a control signal.`,
    kind: 'generator',
    tags: ['sensor', 'reading', 'modulation'],
    inputs: {},
    outputs: {
      out: { kind: 'control', label: 'Out', doc: `0 at ${min} ${unit}, 1 at ${max} ${unit}.` },
      value: {
        kind: 'control',
        label: 'Value',
        doc: `The reading itself, in ${unit || 'numbers'}.`,
      },
    },
    params: {
      [READING_PARAM]: {
        kind: 'number',
        label: 'Reading',
        doc: 'Follows the sensor while the app runs. Exports hold the last reading; without the sensor this value counts.',
        unit: unit.slice(0, 8),
        min,
        max,
        default: min + (max - min) / 2,
        curve: 'linear',
      },
      smoothing: {
        kind: 'number',
        label: 'Smoothing',
        doc: 'After this time 63 % of the way to a new reading is gone.',
        unit: 's',
        min: 0,
        max: 10,
        default: 0.1,
        curve: 'linear',
      },
    },
    dsp: {
      form: 'kernels',
      kernels: {
        reading: { kernel: 'constant', params: { value: { param: READING_PARAM } } },
        slew: {
          kernel: 'slew',
          params: { rise: { param: 'smoothing' }, fall: { param: 'smoothing' }, shape: 1 },
        },
        scale: { kernel: 'scale', params: range },
      },
      cables: [
        'reading.out -> slew.in',
        'slew.out -> value',
        'slew.out -> scale.in',
        'scale.out -> out',
      ],
    },
  }
}
