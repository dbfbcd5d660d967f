import { clamp } from '../kit'
import type { SensorSpec } from './contributions'
import type { Manifest } from './manifest'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import type { NodeType } from './ids'
import type { Project } from './project'

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
      out: {
        kind: 'control',
        label: 'Out',
        doc: `0 at ${amount(min, unit)}, 1 at ${amount(max, unit)}.`,
      },
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

/** The node types of sensors in a project: those that are to be read while it is open. */
export function sensorsIn(project: Project, isSensor: (type: NodeType) => boolean): Set<NodeType> {
  const types = Object.values(project.graph.nodes).map(node => node.type)
  return new Set(types.filter(isSensor))
}

/**
 * The project as it sounds now: nodes of sensors hold the last reading. Nodes without one, and those whose reading is
 * automated, are as they were; where nothing changes, the project itself.
 */
export function withReadings(
  project: Project,
  catalog: NodeCatalog,
  latest: (type: NodeType) => number | undefined,
): Project {
  const changed = Object.values(project.graph.nodes).flatMap(node => {
    const spec = catalog.get(node.type)?.params[READING_PARAM]
    const value = spec?.kind === 'number' ? latest(node.type) : undefined
    if (spec?.kind !== 'number' || value === undefined) return []
    if ((node.automation?.[READING_PARAM]?.length ?? 0) > 0) return []
    const reading = clamp(value, spec.min, spec.max)
    return [{ ...node, params: { ...node.params, [READING_PARAM]: reading } }]
  })
  if (changed.length === 0) return project
  const nodes = { ...project.graph.nodes }
  for (const node of changed) nodes[node.id] = node
  return { ...project, graph: { ...project.graph, nodes } }
}

/** “−20 °C”; without a unit the number alone. */
function amount(value: number, unit: string): string {
  return `${value} ${unit}`.trim().replace('-', '−')
}
