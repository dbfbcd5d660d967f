import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { memo, useEffect, useState } from 'react'
import type { PresetList } from '#shared/contract'
import type { Node, NodeDefinition } from '#shared/graph'
import {
  compare,
  isModified,
  loadPresets,
  stepPreset,
  useCompared,
  useNode,
  usePresets,
} from '../../../state'
import { IconButton, Popover, Tip } from '../../../ui'
import { PresetBrowser } from './PresetBrowser'

interface PresetBarProps {
  readonly node: Node
  readonly definition: NodeDefinition
}

/** The preset of a node: its name with a dot where knobs were turned since, the ones beside it, and A/B. */
export function PresetBar({ node, definition }: PresetBarProps) {
  const { id, type } = node
  const list = usePresets(state => state.byType.get(type))
  useEffect(() => void loadPresets(type), [type])
  const modified = isModified(definition, node, list) === true
  return <Bar node={id} name={node.preset?.name} modified={modified} list={list} />
}

interface BarProps {
  readonly node: string
  /** Of the preset. */
  readonly name: string | undefined
  readonly modified: boolean
  readonly list: PresetList | undefined
}

/** Stays as it is while knobs are turned that were turned before. */
const Bar = memo(function Bar({ node, name, modified, list }: BarProps) {
  const [open, setOpen] = useState(false)
  const shown = useCompared(state => state.byNode.get(node)?.shown ?? 'A')
  return (
    <div
      role="group"
      aria-label="Preset"
      className="flex items-center gap-0.5 border-b border-line px-2 py-1.5"
    >
      <IconButton
        icon={ChevronLeft}
        label="Previous preset"
        keys="["
        size="small"
        data-testid="preset-previous"
        onClick={() => void stepPreset(node, -1)}
      />
      <Popover
        label="Presets"
        testId="presets"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            data-testid="preset-name"
            aria-label={`Preset: ${name ?? 'none'}${modified ? ', changed since' : ''}`}
            className="flex h-6 min-w-0 flex-1 items-center gap-1.5 rounded border border-line bg-well px-2 text-xs hover:border-line-strong"
          >
            <span
              className={`min-w-0 flex-1 truncate text-left ${name === undefined ? 'text-faint' : 'text-text'}`}
            >
              {name ?? 'No preset'}
            </span>
            {modified && (
              <span
                aria-hidden
                title="Changed since it was loaded"
                data-testid="preset-modified"
                className="size-1.5 shrink-0 rounded-full bg-accent"
              />
            )}
            <ChevronDown size={12} aria-hidden className="shrink-0 text-faint" />
          </button>
        }
      >
        <Presets node={node} list={list} onClose={() => setOpen(false)} />
      </Popover>
      <IconButton
        icon={ChevronRight}
        label="Next preset"
        keys="]"
        size="small"
        data-testid="preset-next"
        onClick={() => void stepPreset(node, 1)}
      />
      <Tip text="Compare two states of the node: what you turn now belongs to the one that is lit">
        <button
          type="button"
          aria-label={`Compare, ${shown} is heard`}
          data-testid="compare"
          className="ml-1 flex h-6 shrink-0 items-center rounded border border-line bg-well text-2xs font-semibold"
          onClick={() => compare(node)}
        >
          {(['A', 'B'] as const).map(letter => (
            <span
              key={letter}
              aria-hidden
              className={`px-1.5 leading-[22px] ${letter === shown ? 'rounded-sm bg-accent text-on-accent' : 'text-faint'}`}
            >
              {letter}
            </span>
          ))}
        </button>
      </Tip>
    </div>
  )
})

interface PresetsProps {
  readonly node: string
  readonly list: PresetList | undefined
  readonly onClose: () => void
}

function Presets({ node: id, list, onClose }: PresetsProps) {
  const node = useNode(id)
  return node && <PresetBrowser node={node} list={list} onClose={onClose} />
}
