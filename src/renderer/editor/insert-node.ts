import {
  insertOnCable,
  parsePreset,
  presetEdits,
  throughOnCable,
  type NodeDefinition,
  type Point,
} from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { newId } from '../kit'
import { addNode, catalog, graphNow } from '../state'

/** From the top left corner of a node to where the hand holds it. */
const GRIP = { x: 88, y: 14 }

/** Puts a new node where the pointer is, and into a cable if there is one under it. */
export function insertNode(type: string, pointer: Point, cable: string | undefined): void {
  const definition = catalog().get(type)
  if (definition === undefined) return
  addNode(type, { at: cornerAt(pointer), after: id => cableEdits(definition, id, cable) })
}

/** Adds the node that a preset is of, standing as the preset has it; into a cable if there is one under the pointer. */
export function insertPreset(
  text: string,
  pointer: Point,
  cableId: string | undefined,
): Result<void> {
  const preset = parsePreset(text)
  if (!preset.ok) return preset
  const { node: type, name } = preset.value
  const definition = catalog().get(type)
  if (definition === undefined) {
    return err(fail('node-type-unknown', `“${name}” is a preset of ${type}.`))
  }
  if (cableId !== undefined && !goesInto(definition, cableId)) {
    const detail = `Nothing of what the cable carries goes through ${definition.label}.`
    return err(fail('preset-other-node', detail))
  }
  addNode(type, {
    at: cornerAt(pointer),
    after: id => [
      ...presetEdits(definition, { id, type, position: pointer, params: {} }, preset.value),
      ...cableEdits(definition, id, cableId),
    ],
  })
  return ok()
}

/** Whether what a cable carries goes through a node. */
export function goesInto(definition: NodeDefinition, cableId: string): boolean {
  const graph = graphNow()
  const cable = graph.cables[cableId]
  return cable !== undefined && throughOnCable(graph, catalog(), definition, cable) !== undefined
}

function cableEdits(definition: NodeDefinition, id: string, cableId: string | undefined) {
  const graph = graphNow()
  const cable = graph.cables[cableId ?? '']
  return cable === undefined ? [] : insertOnCable(graph, catalog(), definition, id, cable, newId)
}

function cornerAt({ x, y }: Point): Point {
  return { x: x - GRIP.x, y: y - GRIP.y }
}
