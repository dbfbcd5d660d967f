import { Check, Pencil, Star, Trash2 } from 'lucide-react'
import { Command } from 'cmdk'
import { useState } from 'react'
import type { Preset } from '#shared/contract'
import {
  DRAGGED_PRESET,
  dragPreset,
  markPreset,
  presetFileText,
  removePreset,
  renamePreset,
  toastFailure,
} from '../../../state'
import { classNames, EditableText, IconButton } from '../../../ui'

interface PresetRowProps {
  readonly type: string
  readonly preset: Preset
  readonly current: boolean
  readonly onChoose: () => void
}

/** A preset in the list: drag it to a node, a cable or the canvas. Choosing keeps the list open: the next one is a key away. */
export function PresetRow({ type, preset, current, onChoose }: PresetRowProps) {
  const [renaming, setRenaming] = useState(false)
  const { id, name, origin, favourite, tags } = preset

  async function rename(next: string): Promise<void> {
    setRenaming(false)
    if (next === '' || next === name) return
    const renamed = await renamePreset(type, preset, next)
    if (!renamed.ok) toastFailure(renamed.error)
  }

  return (
    <Command.Item
      value={id}
      data-testid={`preset-${id}`}
      data-current={current}
      onSelect={onChoose}
      draggable={!renaming}
      onDragStart={event => {
        event.dataTransfer.setData(DRAGGED_PRESET, presetFileText(preset))
        event.dataTransfer.effectAllowed = 'copy'
        dragPreset(preset)
      }}
      onDragEnd={() => dragPreset(undefined)}
      className="group/preset flex h-7 items-center gap-1.5 rounded px-2 text-sm data-[selected=true]:bg-control-hover"
    >
      <span className="w-3 shrink-0 text-accent-text">
        {current && <Check size={12} aria-label="Loaded" />}
      </span>
      {renaming ? (
        <EditableText
          value={name}
          label="New name of the preset"
          testId="preset-rename"
          className="h-5 flex-1 text-sm"
          focused
          onCommit={next => void rename(next)}
        />
      ) : (
        <span className="min-w-0 flex-1 truncate" title={preset.description ?? name}>
          {name}
          {tags.length > 0 && <span className="pl-2 text-xs text-soft">{tags.join(' · ')}</span>}
        </span>
      )}
      <span className="flex shrink-0">
        {origin === 'user' && (
          <span className="hidden group-hover/preset:flex group-data-[selected=true]/preset:flex">
            <IconButton
              icon={Pencil}
              size="small"
              label={`Rename ${name}`}
              onClick={event => apart(event, () => setRenaming(true))}
            />
            <IconButton
              icon={Trash2}
              size="small"
              label={`Delete ${name}`}
              onClick={event => apart(event, () => void removePreset(type, preset))}
            />
          </span>
        )}
        <IconButton
          icon={Star}
          size="small"
          label={favourite ? `${name} is a favourite` : `Mark ${name} as a favourite`}
          pressed={favourite}
          className={classNames(
            favourite
              ? '[&_svg]:fill-current'
              : 'opacity-0 group-hover/preset:opacity-100 focus-visible:opacity-100 group-data-[selected=true]/preset:opacity-100',
          )}
          onClick={event => apart(event, () => void markPreset(type, preset))}
        />
      </span>
    </Command.Item>
  )
}

/** Without choosing the preset, as a click on its row does. */
function apart(event: { stopPropagation(): void }, run: () => void): void {
  event.stopPropagation()
  run()
}
