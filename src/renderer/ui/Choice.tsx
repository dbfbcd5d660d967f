import { ChevronDown } from 'lucide-react'
import { DropdownMenu, ToggleGroup } from 'radix-ui'
import type { ChoiceParam } from '#shared/graph'
import { floats } from './floats'
import { MenuRadioItem, menuClasses } from './Menu'

interface ChoiceProps {
  readonly spec: ChoiceParam
  readonly value: string
  readonly label: string
  readonly onChange: (value: string) => void
  readonly testId?: string | undefined
  readonly compact?: boolean
}

/** One of several: side by side where they fit, in a menu where they are many. */
export function Choice(props: ChoiceProps) {
  const { spec, compact = false } = props
  const letters = spec.options.reduce((sum, option) => sum + option.label.length + 3, 0)
  return !compact && spec.options.length <= 4 && letters <= 34 ? (
    <Segments {...props} />
  ) : (
    <ChoiceMenu {...props} />
  )
}

function Segments({ spec, value, label, onChange, testId }: ChoiceProps) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      data-testid={testId}
      className="nodrag flex h-6 rounded border border-line bg-well p-px"
      onValueChange={next => {
        if (next !== '') onChange(next)
      }}
    >
      {spec.options.map(option => (
        <ToggleGroup.Item
          key={option.id}
          value={option.id}
          className="flex-1 rounded-sm px-1.5 text-xs text-soft transition-colors hover:text-text data-[state=on]:bg-control-hover data-[state=on]:text-text"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}

function ChoiceMenu({ spec, value, label, onChange, testId }: ChoiceProps) {
  const chosen = spec.options.find(option => option.id === value)?.label ?? value
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`${label}: ${chosen}`}
        data-testid={testId}
        className="nodrag flex h-6 w-full min-w-0 items-center justify-between gap-1 rounded border border-line bg-well pr-1 pl-2 text-xs text-text hover:border-line-strong"
      >
        <span className="truncate">{chosen}</span>
        <ChevronDown size={12} aria-hidden className="shrink-0 text-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floats()}>
        <DropdownMenu.Content align="start" sideOffset={4} className={menuClasses}>
          <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
            {spec.options.map(option => (
              <MenuRadioItem key={option.id} value={option.id}>
                {option.label}
              </MenuRadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
