import { Popover as Primitive } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { floats } from './floats'

interface PopoverProps {
  readonly trigger: ReactElement
  readonly label: string
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly children: ReactNode
  readonly testId?: string
  readonly align?: 'start' | 'center' | 'end'
}

/** A small window that hangs from a button. */
export function Popover(props: PopoverProps) {
  const { trigger, label, open, onOpenChange, children, testId, align = 'end' } = props
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={floats()}>
        <Primitive.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          data-testid={testId}
          className="appear z-30 w-72 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float outline-none"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
