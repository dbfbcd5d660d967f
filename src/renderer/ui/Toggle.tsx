import { Switch } from 'radix-ui'

interface ToggleProps {
  readonly on: boolean
  readonly label: string
  readonly onChange: (on: boolean) => void
  readonly testId?: string | undefined
}

export function Toggle({ on, label, onChange, testId }: ToggleProps) {
  return (
    <Switch.Root
      checked={on}
      aria-label={label}
      data-testid={testId}
      onCheckedChange={onChange}
      className="nodrag relative h-4 w-7 shrink-0 rounded-full border border-line-strong bg-well transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Switch.Thumb className="block size-2.5 translate-x-0.5 rounded-full bg-soft transition-transform data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
    </Switch.Root>
  )
}
