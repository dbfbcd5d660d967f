import { ToggleGroup } from 'radix-ui'
import { colorNames, type ColorName } from '#shared/graph'
import { classNames } from './class-names'
import { markColor } from './kind-colors'

interface ColorRowProps {
  readonly value: ColorName | undefined
  readonly label: string
  /** An empty one takes the colour away. */
  readonly onChange: (color: ColorName | '') => void
}

const NONE = 'none'

/** The colours that things on the canvas can have, and none. */
export function ColorRow({ value, label, onChange }: ColorRowProps) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value ?? NONE}
      aria-label={label}
      className="-mx-0.5 flex flex-wrap gap-0.5"
      onValueChange={next => {
        if (next !== '') onChange(colorNames.find(name => name === next) ?? '')
      }}
    >
      {[NONE, ...colorNames].map(name => {
        const color = colorNames.find(known => known === name)
        return (
          <ToggleGroup.Item
            key={name}
            value={name}
            aria-label={name.charAt(0).toUpperCase() + name.slice(1)}
            title={name.charAt(0).toUpperCase() + name.slice(1)}
            data-testid={`color-${name}`}
            className={classNames(
              'flex size-6 items-center justify-center rounded border border-transparent',
              'hover:border-line-strong data-[state=on]:border-accent',
            )}
          >
            <span
              aria-hidden
              className={classNames(
                'size-3.5 rounded-full',
                color === undefined && 'border border-line-strong',
              )}
              style={{ background: color && markColor(color) }}
            />
          </ToggleGroup.Item>
        )
      })}
    </ToggleGroup.Root>
  )
}
