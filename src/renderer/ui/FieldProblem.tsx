import { Popover } from 'radix-ui'
import type { RefObject } from 'react'
import { FailureNote } from './FailureNote'
import { floats } from './floats'

interface FieldProblemProps {
  readonly problem: string
  /** The user turned to something else. */
  readonly onLeave: () => void
  readonly field: RefObject<HTMLElement | null>
}

/** Says under a field what is wrong with what was typed there. */
export function FieldProblem({ problem, onLeave, field }: FieldProblemProps) {
  const place = {
    getBoundingClientRect: () => field.current?.getBoundingClientRect() ?? new DOMRect(),
  }
  return (
    <Popover.Root
      open
      onOpenChange={open => {
        if (!open) onLeave()
      }}
    >
      <Popover.Anchor virtualRef={{ current: place }} />
      <Popover.Portal container={floats()}>
        <Popover.Content
          role="none"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-w-72 rounded bg-raised shadow-float"
          onOpenAutoFocus={event => event.preventDefault()}
          onCloseAutoFocus={event => event.preventDefault()}
          onFocusOutside={event => event.preventDefault()}
          onPointerDownOutside={event => {
            const { target } = event
            if (target instanceof Node && field.current?.contains(target) === true) {
              event.preventDefault()
            }
          }}
        >
          <FailureNote message={problem} testId="field-problem" />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
