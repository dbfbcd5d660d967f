import { Command } from 'cmdk'
import { useState } from 'react'
import type { Preset, PresetList } from '#shared/contract'
import type { Node } from '#shared/graph'
import { fuzzyFilter } from '../../../kit'
import { applyPreset } from '../../../state'
import { PresetFooter } from './PresetFooter'
import { PresetRow } from './PresetRow'

interface PresetBrowserProps {
  readonly node: Node
  readonly list: PresetList | undefined
  readonly onClose: () => void
}

/** Every preset of a node: marked ones first, then the user's own, then those of the plugin. Choosing is hearing. */
export function PresetBrowser({ node, list, onClose }: PresetBrowserProps) {
  const [query, setQuery] = useState('')
  const found = fuzzyFilter([...(list?.presets ?? [])], query, preset => [
    preset.name,
    preset.tags.join(' '),
  ])
  const groups: [string, readonly Preset[]][] = [
    ['Favourites', found.filter(({ favourite }) => favourite)],
    ['Yours', found.filter(({ favourite, origin }) => !favourite && origin === 'user')],
    ['Factory', found.filter(({ favourite, origin }) => !favourite && origin === 'factory')],
  ]
  return (
    <>
      <Command shouldFilter={false} label="Presets" defaultValue={node.preset?.name ?? ''}>
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Search presets"
          data-testid="preset-search"
          className="h-9 w-full border-b border-line bg-transparent px-3 text-sm text-text outline-none placeholder:text-faint"
        />
        <Command.List label="Presets" className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="px-3 py-5 text-center text-xs text-balance text-faint">
            {query === ''
              ? 'No presets yet. Turn some knobs, then save how they stand.'
              : `No preset is called “${query}”.`}
          </Command.Empty>
          {groups.map(([title, presets]) =>
            presets.length === 0 ? undefined : (
              <Command.Group
                key={title}
                heading={title}
                className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-faint"
              >
                {presets.map(preset => (
                  <PresetRow
                    key={preset.id}
                    type={node.type}
                    preset={preset}
                    current={preset.name === node.preset?.name}
                    onChoose={() => applyPreset(node.id, preset)}
                  />
                ))}
              </Command.Group>
            ),
          )}
        </Command.List>
      </Command>
      {list?.problems.map(problem => (
        <p key={problem.message} className="border-t border-line px-3 py-1.5 text-xs text-warn">
          {problem.message}
        </p>
      ))}
      <PresetFooter node={node} onClose={onClose} />
    </>
  )
}
