import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { floats } from '../../ui'
import { HealthDetails } from './HealthDetails'

/** The engine and the sound output in short; a click tells more. */
export function HealthButton({ children }: { readonly children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          data-testid="health"
          className="flex h-full items-center gap-4 rounded-sm -outline-offset-2 hover:text-text data-[state=open]:text-text"
        >
          {children}
        </button>
      </Popover.Trigger>
      <Popover.Portal container={floats()}>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Health of the sound"
          data-testid="health-details"
          className="appear z-40 w-88 rounded-md border border-line-strong bg-raised p-3 text-xs shadow-float outline-none"
        >
          <HealthDetails />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
