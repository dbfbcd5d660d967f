import { Command } from 'cmdk'
import { Unplug } from 'lucide-react'
import { useState } from 'react'
import { fuzzyFilter } from '../kit'
import { catalog, useDocument } from '../state'
import { portColor } from '../ui'
import { FloatingSearch, searchItem } from './FloatingSearch'
import { patchChoices, type PatchChoice } from './patch-choices'
import { makeChoice, stopPatching, usePatching } from './patching'

/** The cables of a node by name, for the keyboard: what it could be wired to, and what it is wired to. */
export function PatchList() {
  const node = usePatching(state => state.node)
  return node === undefined ? undefined : <Choices node={node} />
}

function Choices({ node }: { readonly node: string }) {
  const graph = useDocument(document => document.graph)
  const [query, setQuery] = useState('')
  const found = fuzzyFilter(patchChoices(graph, catalog(), node), query, choice => [choice.text])
  const groups = [
    ['Connect', found.filter(choice => choice.kind === 'connect')],
    ['Disconnect', found.filter(choice => choice.kind === 'disconnect')],
  ] as const
  return (
    <FloatingSearch
      at={besideNode(node)}
      label="Cables of this node"
      placeholder="Connect to…"
      nothing={query === '' ? 'There is nothing that it fits.' : `Nothing is called “${query}”.`}
      testId="patch-list"
      query={query}
      onQuery={setQuery}
      onClose={stopPatching}
    >
      {groups.map(
        ([title, choices]) =>
          choices.length > 0 && (
            <Command.Group
              key={title}
              heading={title}
              className="text-xs text-faint [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1"
            >
              {choices.map(choice => (
                <Choice key={choice.id} choice={choice} />
              ))}
            </Command.Group>
          ),
      )}
    </FloatingSearch>
  )
}

function Choice({ choice }: { readonly choice: PatchChoice }) {
  const { id, kind, text, port } = choice
  return (
    <Command.Item
      value={id}
      data-testid={`patch-${kind}`}
      onSelect={() => makeChoice(choice)}
      className={`${searchItem} text-text`}
    >
      {kind === 'connect' ? (
        <span
          aria-hidden
          className="size-2 shrink-0 rounded-full"
          style={{ background: portColor(port) }}
        />
      ) : (
        <Unplug size={13} aria-hidden className="shrink-0 text-bad" />
      )}
      <span className="min-w-0 flex-1 truncate">{text}</span>
    </Command.Item>
  )
}

function besideNode(node: string) {
  const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`)
  const box = element?.getBoundingClientRect()
  return { x: (box?.right ?? 0) + 12, y: box?.top ?? 0 }
}
