import { create } from 'zustand'
import {
  FIRST_DEPTH,
  formatParam,
  groupsAround,
  modulationsOf,
  modulationSources,
  type Cable,
  type CableEnd,
  type ParamSpec,
  type Point,
} from '#shared/graph'
import {
  addNode,
  catalog,
  endName,
  graphNow,
  isExposed,
  modulate,
  removeModulation,
  setParam,
  toggleExposed,
} from '../../state'
import { newId } from '../../kit'
import type { MenuEntry } from '../../ui'
import { showsKnob, toggleGroupKnob } from '../groups/group-actions'

export interface ParamPlace {
  readonly node: string
  readonly param: string
}

interface OpenParamMenu extends ParamPlace {
  readonly screen: Point
}

export const useParamMenu = create<{ readonly open: OpenParamMenu | undefined }>(() => ({
  open: undefined,
}))

export function openParamMenu(open: OpenParamMenu): void {
  useParamMenu.setState({ open })
}

export function closeParamMenu(): void {
  useParamMenu.setState({ open: undefined })
}

type Entries = (at: ParamPlace, spec: ParamSpec) => readonly MenuEntry[]

const more: Entries[] = []

/** What else can be done to a parameter, at the end of its menu; empty where it does not apply. */
export function addToParamMenu(entries: Entries): void {
  more.push(entries)
}

/** What can be done to a parameter. */
export function paramMenu(at: ParamPlace): readonly MenuEntry[] {
  const node = graphNow().nodes[at.node]
  const spec = node && catalog().get(node.type)?.params[at.param]
  if (spec === undefined) return []
  const end = { node: at.node, port: at.param }
  const others = more.flatMap(entries => entries(at, spec))
  return [
    {
      label: `Reset to ${formatParam(spec, spec.default)}`,
      testId: 'param-reset',
      disabled: (node?.params[at.param] ?? spec.default) === spec.default,
      run: () => setParam(at.node, at.param, spec.default),
    },
    ...(spec.kind === 'number' ? modulationEntries(end) : []),
    'rule',
    {
      label: 'Show to the performer',
      testId: 'param-expose',
      checked: isExposed(at.node, at.param),
      run: () => toggleExposed(at.node, at.param),
    },
    ...groupEntries(at),
    ...(others.length > 0 ? (['rule', ...others] as const) : []),
  ]
}

/** A knob can stand on each of the groups around its node. */
function groupEntries({ node: id, param }: ParamPlace): readonly MenuEntry[] {
  const { nodes, groups } = graphNow()
  return groupsAround({ groups }, nodes[id] ?? {}).flatMap(around => {
    const group = groups[around]
    if (group === undefined) return []
    return [
      {
        label: `Show on “${group.label}”`,
        testId: `param-on-group-${around}`,
        checked: showsKnob(group, id, param),
        run: () => toggleGroupKnob(group, id, param),
      },
    ]
  })
}

function modulationEntries(end: CableEnd): readonly MenuEntry[] {
  const cables = modulationsOf(graphNow(), end.node, end.port)
  return [
    'rule',
    { label: 'Modulate with', entries: sourceEntries(end) },
    ...cables.map((cable: Cable) => ({
      label: `Unwire ${endName(cable.from)}`,
      testId: `unmodulate-${cable.id}`,
      danger: true,
      run: () => removeModulation(cable),
    })),
  ]
}

/** Signals that are there, and new sources that are made for it. */
export function sourceEntries(end: CableEnd): readonly MenuEntry[] {
  const sources = modulationSources(graphNow(), catalog(), end)
  const makers = makersOf(catalog().keys())
  return [
    ...sources.map(from => ({
      label: endName(from),
      testId: `modulate-${from.node}-${from.port}`,
      run: () => void modulate(from, end),
    })),
    ...(sources.length > 0 && makers.length > 0 ? (['rule'] as const) : []),
    ...makers.map(type => ({
      label: `New ${catalog().get(type)?.label ?? type}`,
      testId: `modulate-new-${type}`,
      run: () => addSource(type, end),
    })),
  ]
}

const wanted = ['lfo/lfo', 'random/random', 'step/step', 'value/value']

function makersOf(types: Iterable<string>): readonly string[] {
  const known = new Set(types)
  return wanted.filter(type => known.has(type))
}

/** A new source left of what it turns, wired to it. */
function addSource(type: string, end: CableEnd): void {
  const target = graphNow().nodes[end.node]?.position
  const [port] = Object.keys(catalog().get(type)?.outputs ?? {})
  if (target === undefined || port === undefined) return
  addNode(type, {
    at: freeBelow({ x: target.x - 240, y: target.y + 96 }),
    after: node => [
      {
        kind: 'connect',
        cable: { id: newId(), from: { node, port }, to: end, depth: FIRST_DEPTH },
      },
    ],
  })
}

/** The place, moved down past nodes that lie there. */
function freeBelow(place: Point): Point {
  const taken = Object.values(graphNow().nodes).map(node => node.position)
  let { y } = place
  while (taken.some(at => Math.abs(at.x - place.x) < 200 && Math.abs(at.y - y) < 140)) y += 24
  return { x: place.x, y }
}
