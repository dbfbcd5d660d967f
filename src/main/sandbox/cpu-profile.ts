import type { CallFrame, CpuProfile } from '#shared/kit'

/** What isolated-vm gives: a profile for every time that the isolate was entered. */
export interface EnteredProfile {
  readonly startTime: number
  readonly endTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
  readonly nodes: readonly {
    readonly id: number
    readonly hitCount: number
    readonly children: readonly number[]
    /** Lines and columns from 1. */
    readonly callFrame: object
  }[]
}

interface Merged {
  readonly id: number
  readonly callFrame: CallFrame
  hitCount: number
  readonly children: Map<string, Merged>
}

/** One profile of many: the same function called from the same place is one node, and time outside is left out. */
export function mergeProfiles(profiles: readonly EnteredProfile[]): CpuProfile {
  const all: Merged[] = []
  const make = (callFrame: CallFrame): Merged => {
    const node = { id: all.length + 1, callFrame, hitCount: 0, children: new Map<string, Merged>() }
    all.push(node)
    return node
  }
  const root = make({ ...nowhere, functionName: '(root)' })
  const samples: number[] = []
  const timeDeltas: number[] = []
  let lasted = 0
  for (const profile of profiles) {
    const places = placesIn(profile, root, make)
    for (const [index, sample] of profile.samples.entries()) {
      const node = places.get(sample)
      if (node === undefined) continue
      node.hitCount += 1
      samples.push(node.id)
      timeDeltas.push(Math.max(0, profile.timeDeltas[index] ?? 0))
    }
    lasted += Math.max(0, profile.endTime - profile.startTime)
  }
  const nodes = all.map(({ id, callFrame, hitCount, children }) => ({
    id,
    callFrame,
    hitCount,
    children: [...children.values()].map(child => child.id),
  }))
  return { nodes, startTime: 0, endTime: lasted, samples, timeDeltas }
}

/** Where the nodes of a profile stand in the merged one, by their ids. */
function placesIn(
  { nodes }: EnteredProfile,
  root: Merged,
  make: (callFrame: CallFrame) => Merged,
): ReadonlyMap<number, Merged> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const places = new Map<number, Merged>()
  const [first] = nodes
  const open = first === undefined ? [] : [{ node: first, place: root }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, place } = next
    places.set(node.id, place)
    for (const id of node.children) {
      const child = byId.get(id)
      if (child === undefined) continue
      const callFrame = frameOf(child.callFrame)
      const key = Object.values(callFrame).join('\0')
      const known = place.children.get(key) ?? make(callFrame)
      place.children.set(key, known)
      open.push({ node: child, place: known })
    }
  }
  return places
}

const nowhere: CallFrame = {
  functionName: '',
  url: '',
  scriptId: '0',
  lineNumber: -1,
  columnNumber: -1,
}

function frameOf(frame: object): CallFrame {
  const text = (key: string) => {
    const value: unknown = Reflect.get(frame, key)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  return {
    functionName: text('functionName'),
    url: text('url'),
    scriptId: text('scriptId'),
    lineNumber: Number(text('lineNumber')) - 1,
    columnNumber: Number(text('columnNumber')) - 1,
  }
}
