import { Popover } from 'radix-ui'
import type { ReactElement } from 'react'
import { FailureNote } from './FailureNote'
import { floats } from './floats'

interface FieldProblemProps {
  /** The sentence; none while all is well. */
  readonly problem: string | undefined
  /** The user turned to something else. */
  readonly onLeave: () => void
  /** The field. */
  readonly children: ReactElement
  readonly field: { readonly current: HTMLElement | null }
}

/** Says under a field what is wrong with what was typed there. */
export function FieldProblem({ problem, onLeave, children, field }: FieldProblemProps) {
  return (
    <Popover.Root
      open={problem !== undefined}
      onOpenChange={open => {
        if (!open) onLeave()
      }}
    >
      <Popover.Anchor asChild>{children}</Popover.Anchor>
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
          <FailureNote message={problem ?? ''} testId="field-problem" />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
