import { useState } from 'react'
import { colorNames, iconNames, type PluginIcon as Icon } from '#shared/graph'
import { classNames, markColor, PluginIcon, Popover } from '../../ui'

interface IconChoiceProps {
  readonly icon: Icon | undefined
  readonly onChange: (icon: Icon) => void
}

/** A picture and its colour, out of what there is. */
export function IconChoice({ icon = { name: 'boxes' }, onChange }: IconChoiceProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Icon"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={`Icon: ${words(icon.name)}`}
          data-testid="make-icon"
          className="flex size-10 items-center justify-center rounded border border-line bg-well hover:border-line-strong"
        >
          <PluginIcon icon={icon} size={20} />
        </button>
      }
    >
      <div className="flex flex-col gap-3 p-2">
        <div role="group" aria-label="Picture" className="grid grid-cols-6 gap-1">
          {iconNames.map(name => (
            <button
              key={name}
              type="button"
              aria-label={words(name)}
              aria-pressed={name === icon.name}
              className={tile(name === icon.name)}
              onClick={() => onChange({ ...icon, name })}
            >
              <PluginIcon icon={{ ...icon, name }} />
            </button>
          ))}
        </div>
        <div role="group" aria-label="Colour" className="grid grid-cols-8 gap-1">
          {colorNames.map(color => (
            <button
              key={color}
              type="button"
              aria-label={color}
              aria-pressed={color === icon.color}
              className={tile(color === icon.color)}
              onClick={() => onChange({ ...icon, color })}
            >
              <span className="size-3 rounded-full" style={{ background: markColor(color) }} />
            </button>
          ))}
        </div>
      </div>
    </Popover>
  )
}

function tile(chosen: boolean): string {
  return classNames(
    'flex h-8 items-center justify-center rounded border hover:bg-control-hover',
    chosen ? 'border-accent bg-control' : 'border-transparent',
  )
}

function words(name: string): string {
  return name.replaceAll('-', ' ')
}
