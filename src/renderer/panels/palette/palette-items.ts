import { isEnabled, shownKeys, titleOf, type Command } from '../../commands'
import { fuzzyScore, type Combination } from '../../kit'
import { knownName, wordsOf } from '../../state'
import type { Graph, Node, NodeCatalog, NodeDefinition } from '#shared/graph'

/** What the palette can do, by what it is about. */
export type PaletteKind = 'command' | 'add' | 'go' | 'docs'

export interface PaletteItem {
  readonly id: string
  readonly kind: PaletteKind
  readonly title: string
  /** Beside the title: a category, a place. */
  readonly note?: string | undefined
  readonly keys?: Combination | undefined
  /** Further words that it is found by. */
  readonly words: string
  readonly definition?: NodeDefinition
  readonly checked?: boolean
  readonly run: () => unknown
}

export interface PaletteActions {
  add(type: string): void
  go(node: string): void
  explain(type: string): void
}

interface PaletteSources {
  readonly commands: readonly Command[]
  readonly nodes: NodeCatalog
  readonly graph: Graph
  readonly actions: PaletteActions
}

/** The letter that a query may begin with, to look at one kind alone. */
export const scopes: Readonly<
  Record<string, { readonly kind: PaletteKind; readonly label: string }>
> = {
  '>': { kind: 'command', label: 'Commands' },
  '+': { kind: 'add', label: 'Add a node' },
  '@': { kind: 'go', label: 'Go to a node' },
  '?': { kind: 'docs', label: 'Read about a node' },
}

/** Everything that the palette may show now. */
export function paletteItems({ commands, nodes, graph, actions }: PaletteSources): PaletteItem[] {
  const definitions = [...nodes.values()]
  return [
    ...commands.filter(isEnabled).flatMap(command => commandItems(command)),
    ...definitions.map(definition => ({
      id: `add ${definition.type}`,
      kind: 'add' as const,
      title: `Add ${definition.label}`,
      note: definition.category,
      words: wordsOf(definition).join(' '),
      definition,
      run: () => actions.add(definition.type),
    })),
    ...Object.values(graph.nodes).map(node => ({
      id: `go ${node.id}`,
      kind: 'go' as const,
      title: `Go to ${node.label ?? nodes.get(node.type)?.label ?? knownName(node.type)}`,
      note: nodes.get(node.type)?.label,
      words: saidIn(node),
      ...definitionOf(nodes.get(node.type)),
      run: () => actions.go(node.id),
    })),
    ...definitions.map(definition => ({
      id: `docs ${definition.type}`,
      kind: 'docs' as const,
      title: `About ${definition.label}`,
      note: definition.category,
      words: `help docs ${definition.tags.join(' ')}`,
      definition,
      run: () => actions.explain(definition.type),
    })),
  ]
}

/** What a node has written down: it is found by any of it. */
function saidIn({ result }: Node): string {
  return (result?.spans ?? []).map(({ text = '' }) => text).join(' ')
}

function definitionOf(definition: NodeDefinition | undefined) {
  return definition === undefined ? {} : { definition }
}

function commandItems(command: Command, of?: string): PaletteItem[] {
  const title = titleOf(command)
  if (command.choices !== undefined) {
    const within = title.replace('…', '')
    return command
      .choices()
      .filter(isEnabled)
      .flatMap(choice => commandItems(choice, within))
  }
  const { id, note, words = '', group, checked, run } = command
  return [
    {
      id,
      kind: 'command',
      title: of === undefined ? title : `${of}: ${title}`,
      note: note ?? group,
      keys: shownKeys(command),
      words: `${group} ${words}`,
      ...(checked !== undefined && { checked: checked() }),
      run: () => run(),
    },
  ]
}

/** So many are drawn at most; who does not find it among these types another letter. */
const SHOWN = 60

/** How much a kind counts beside how well its title fits: what is in the graph is near, what is to be read is last. */
const weights: Readonly<Record<PaletteKind, number>> = { command: 30, add: 20, go: 25, docs: -200 }

/** What fits a query, best first. Without one: what was used last, then the commands. */
export function findItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[],
): PaletteItem[] {
  const scope = scopes[query.charAt(0)]
  const text = (scope === undefined ? query : query.slice(1)).trim()
  const within = scope === undefined ? items : items.filter(({ kind }) => kind === scope.kind)
  if (text === '') return withoutQuery(within, recent, scope === undefined).slice(0, SHOWN)
  return within
    .flatMap(item => {
      const score = scoreOf(item, text)
      return score === undefined ? [] : [{ item, score: score + bonus(item, recent) }]
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ item }) => item)
}

function withoutQuery(
  items: readonly PaletteItem[],
  recent: readonly string[],
  commandsOnly: boolean,
): PaletteItem[] {
  const last = recent.flatMap(id => items.find(item => item.id === id) ?? []).slice(0, 6)
  const others = commandsOnly ? items.filter(({ kind }) => kind === 'command') : items
  return [...last, ...others.filter(item => !last.includes(item))]
}

function scoreOf({ title, words, note = '' }: PaletteItem, text: string): number | undefined {
  const named = fuzzyScore(text, title)
  const further = [words, note].flatMap(other => fuzzyScore(text, other) ?? [])
  // Further words are a hit only where they hold the query itself.
  const best = Math.max(-1, ...further.filter(score => score > 400))
  if (named === undefined) return best < 0 ? undefined : best - 400
  return Math.max(named, best - 400)
}

function bonus({ id, kind }: PaletteItem, recent: readonly string[]): number {
  const place = recent.indexOf(id)
  return weights[kind] + (place < 0 ? 0 : 60 - place)
}
