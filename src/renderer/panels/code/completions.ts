import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { SdkWord } from '#shared/contract'

/** What `plugin.json` says that the code is called with. */
export interface NodeNames {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly params: readonly string[]
}

/** Names of all nodes of a manifest’s text; none where it is no JSON just now. */
export function namesOf(manifest: string): NodeNames {
  const names = { inputs: new Set<string>(), outputs: new Set<string>(), params: new Set<string>() }
  const nodes: unknown = parsed(manifest)['nodes']
  for (const node of Object.values(record(nodes))) {
    for (const key of ['inputs', 'outputs', 'params'] as const) {
      for (const id of Object.keys(record(record(node)[key]))) names[key].add(id)
    }
  }
  return {
    inputs: [...names.inputs],
    outputs: [...names.outputs],
    params: [...names.params],
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text))
  } catch {
    return {}
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** Members by what is named before the dot; of anything else, what the SDK has. */
export function completeWith(words: readonly SdkWord[], names: NodeNames) {
  return (context: CompletionContext): CompletionResult => {
    const member = context.matchBefore(/(\w+)\.(\w*)$/)
    if (member !== null) {
      const [owner = '', typed = ''] = member.text.split('.')
      const options = membersOf(owner, words, names)
      return { from: context.pos - typed.length, options }
    }
    const word = context.matchBefore(/\w+$/)
    if (word === null && !context.explicit) return { from: context.pos, options: [] }
    const open = words.filter(({ of }) => of === undefined)
    const inside = words.filter(({ of }) => of === 'Quantum' || of === 'NodeContext')
    return { from: word?.from ?? context.pos, options: [...open, ...inside].map(optionOf) }
  }
}

function membersOf(owner: string, words: readonly SdkWord[], names: NodeNames): Completion[] {
  if (owner === 'inputs' || owner === 'outputs' || owner === 'params') {
    const detail = owner === 'params' ? 'Float32Array' : 'Float32Array[]'
    return names[owner].map(label => ({ label, type: 'property', detail }))
  }
  const types: Readonly<Record<string, string>> = {
    quantum: 'Quantum',
    context: 'NodeContext',
    filter: 'Biquad',
    line: 'DelayLine',
  }
  return words.filter(({ of }) => of !== undefined && of === types[owner]).map(optionOf)
}

function optionOf({ name, kind, type, doc }: SdkWord): Completion {
  return { label: name, type: kind, detail: type.slice(0, 60), info: `${type}\n\n${doc}` }
}
