import { create } from 'zustand'
import { fromKnob, toKnob, type MidiMapping, type ParamSpec, type ParamValue } from '#shared/graph'
import { newId } from '../../kit'
import { catalog } from '../catalog'
import { setParam } from '../param-gesture'
import { dispatch, graphNow } from '../project'
import { useMidiPrefs } from './midi-prefs'
import { Takeover } from './takeover'

/** A controller that was moved. */
export interface Moved {
  readonly device: string
  readonly channel: number
  readonly controller: number
  /** 0 to 1. */
  readonly value: number
}

/** So long after its last move a controller begins another step of the history. */
const GESTURE_MS = 700

interface Turning {
  readonly takeover: Takeover
  gesture: string
  at: number
}

/** Where controllers stand that have not met their parameters yet, 0 to 1, by mapping. */
export const useAwaited = create<{ readonly places: ReadonlyMap<string, number> }>(() => ({
  places: new Map(),
}))

const turning = new Map<string, Turning>()

/** Moves the parameters that a controller is mapped to; answers whether there are any. */
export function moveMapped(moved: Moved, now: number): boolean {
  const mappings = Object.values(graphNow().midi).filter(mapping => fits(mapping, moved))
  for (const mapping of mappings) turn(mapping, moved.value, now)
  return mappings.length > 0
}

function fits({ controller, channel, device }: MidiMapping, moved: Moved): boolean {
  return (
    controller === moved.controller &&
    (channel === undefined || channel === moved.channel) &&
    (device === undefined || device === moved.device)
  )
}

function turn(mapping: MidiMapping, value: number, now: number): void {
  const { id, node: nodeId, param } = mapping
  const node = graphNow().nodes[nodeId]
  const spec = node && catalog().get(node.type)?.params[param]
  if (node === undefined || spec === undefined) return
  const own = turning.get(id) ?? { takeover: new Takeover(), gesture: newId(), at: now }
  if (now - own.at > GESTURE_MS) own.gesture = newId()
  own.at = now
  turning.set(id, own)
  const present = node.params[param] ?? spec.default
  const next =
    spec.kind === 'number' && useMidiPrefs.getState().pickup
      ? own.takeover.take(value, controllerAt(mapping, toKnob(spec, Number(present)), value))
      : value
  setAwaited(id, next === undefined ? value : undefined)
  const turned = next === undefined ? undefined : valueAt(spec, knobAt(mapping, next))
  if (turned !== undefined) setParam(nodeId, param, turned, own.gesture)
}

function setAwaited(mapping: string, place: number | undefined): void {
  const { places } = useAwaited.getState()
  if (places.get(mapping) === place) return
  const next = new Map(places)
  if (place === undefined) next.delete(mapping)
  else next.set(mapping, place)
  useAwaited.setState({ places: next })
}

/** Where the ends of a mapping’s controller turn the knob to. */
export function rangeOf({ from = 0, to = 1 }: MidiMapping): { from: number; to: number } {
  return { from, to }
}

/** Where a controller at a place of its way turns the knob to; all are 0 to 1. */
export function knobAt(mapping: MidiMapping, place: number): number {
  const { from, to } = rangeOf(mapping)
  return from + (to - from) * place
}

/** Where the controller is to be for the knob to be there, as near as it comes; `anywhere` where the knob stands still. */
export function controllerAt(mapping: MidiMapping, knob: number, anywhere: number): number {
  const { from, to } = rangeOf(mapping)
  return from === to ? anywhere : Math.min(1, Math.max(0, (knob - from) / (to - from)))
}

/** What a knob at a place of its way, 0 to 1, sets a parameter to. */
export function valueAt(spec: ParamSpec, place: number): ParamValue | undefined {
  if (spec.kind === 'number') return fromKnob(spec, place)
  if (spec.kind === 'toggle') return place >= 0.5
  if (spec.kind !== 'choice') return undefined
  const index = Math.min(spec.options.length - 1, Math.floor(place * spec.options.length))
  return spec.options[index]?.id
}

/** From now on this controller moves this parameter; what else moved it does not. */
export function mapController(
  { node, param }: { readonly node: string; readonly param: string },
  { device, channel, controller }: Omit<Moved, 'value'>,
): void {
  const remove = Object.values(graphNow().midi).flatMap(mapping =>
    mapping.node === node && mapping.param === param ? [mapping.id] : [],
  )
  const mapping: MidiMapping = { id: newId(), node, param, channel, controller, device }
  dispatch('Map a MIDI controller', [{ kind: 'set-midi', mappings: [mapping], remove }])
}

/** The ends of a controller turn the knob to these places from now on. */
export function setMappingRange(
  mapping: MidiMapping,
  change: { readonly from?: number; readonly to?: number },
): void {
  const now = graphNow().midi[mapping.id]
  if (now === undefined) return
  turning.delete(mapping.id)
  setAwaited(mapping.id, undefined)
  dispatch('Change the range of a MIDI controller', [
    { kind: 'set-midi', mappings: [{ ...now, ...rangeOf(now), ...change }], remove: [] },
  ])
}

export function removeMapping(id: string): void {
  turning.delete(id)
  setAwaited(id, undefined)
  dispatch('Remove a MIDI mapping', [{ kind: 'set-midi', mappings: [], remove: [id] }])
}
