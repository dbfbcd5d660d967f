import type { Node, NodeDefinition, Point } from '#shared/graph'
import { channelsOf, knownName } from '../../state'
import type { Side } from '../connecting'
import { deviceWidth } from '../device-width'

/** What a node takes on the canvas before it was ever drawn, and where its sockets stand from its corner. */
export interface Shape {
  readonly width: number
  readonly height: number
  /** By `side/port`. */
  readonly sockets: ReadonlyMap<string, Point>
}

export const HEADER = 28
const SOCKET = 20
const FIRST_SOCKET = HEADER + 6 + SOCKET / 2
/** A placeholder names its type above its sockets. */
const FIRST_OF_PLACEHOLDER = HEADER + 8 + 12 + 6 + SOCKET / 2

export function socketKey(side: Side, port: string): string {
  return `${side}/${port}`
}

const shapes = new WeakMap<NodeDefinition, { open: Shape; collapsed: Shape }>()

/** The shape of a node whose plugin is there. */
export function deviceShape(definition: NodeDefinition, collapsed: boolean): Shape {
  let known = shapes.get(definition)
  if (known === undefined) {
    const inputs = Object.keys(definition.inputs)
    const outputs = Object.keys(definition.outputs)
    const width = deviceWidth(definition)
    known = {
      open: {
        width,
        height: FIRST_SOCKET - SOCKET / 2 + bodyHeight(definition),
        sockets: sockets(inputs, outputs, width, FIRST_SOCKET, SOCKET),
      },
      collapsed: {
        width,
        height: HEADER,
        sockets: sockets(inputs, outputs, width, HEADER / 2, 0),
      },
    }
    shapes.set(definition, known)
  }
  return collapsed ? known.collapsed : known.open
}

/** The shape of a node without a plugin: its sockets are those that have cables. */
export function placeholderShape(inputs: readonly string[], outputs: readonly string[]): Shape {
  const width = deviceWidth(undefined)
  const rows = Math.max(inputs.length, outputs.length)
  return {
    width,
    height: FIRST_OF_PLACEHOLDER - SOCKET / 2 + rows * SOCKET + 24,
    sockets: sockets(inputs, outputs, width, FIRST_OF_PLACEHOLDER, SOCKET),
  }
}

const noSockets: ReadonlyMap<string, Point> = new Map()

/** A comment is as large as it was drawn. */
export function commentShape({ data }: Node): Shape {
  return { width: Number(data?.['width']), height: Number(data?.['height']), sockets: noSockets }
}

function sockets(
  inputs: readonly string[],
  outputs: readonly string[],
  width: number,
  first: number,
  step: number,
): ReadonlyMap<string, Point> {
  return new Map([
    ...inputs.map(
      (port, row) => [socketKey('inputs', port), { x: 0, y: first + row * step }] as const,
    ),
    ...outputs.map(
      (port, row) => [socketKey('outputs', port), { x: width, y: first + row * step }] as const,
    ),
  ])
}

/** Below the title: rows of sockets, then a sound, a choice and knobs where it has them. */
function bodyHeight(definition: NodeDefinition): number {
  const { inputs, outputs, params } = definition
  const specs = Object.values(params)
  const rows = Math.max(Object.keys(inputs).length, Object.keys(outputs).length) * SOCKET
  const sound = specs.some(spec => spec.kind === 'file') ? 62 : 0
  const job = definition.dsp.form === 'job' ? 80 : 0
  const choice = specs.some(spec => spec.kind === 'choice') ? 30 : 0
  const hasKnobs = channelsOf(definition).length === 0 && specs.some(spec => spec.kind === 'number')
  const knobs = hasKnobs ? 56 : 0
  return rows + sound + job + choice + knobs + 8
}

/** What a node is called on the canvas. */
export function nodeName(node: Node, definition: NodeDefinition | undefined): string {
  return node.label ?? definition?.label ?? knownName(node.type)
}
