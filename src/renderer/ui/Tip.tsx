import { Tooltip } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { showKeys, type Combination } from '../kit'
import { floats } from './floats'

interface TipProps {
  readonly text: ReactNode
  readonly keys?: Combination | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly children: ReactElement
}

/** What a control does, in words, and its keys. */
export function Tip({ text, keys, side = 'bottom', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal container={floats()}>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 flex max-w-72 items-center gap-2 rounded border border-line-strong bg-raised px-2 py-1 text-xs text-text shadow-float"
        >
          <span className="whitespace-pre-line">{text}</span>
          {keys !== undefined && <Keys of={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

export function TipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  )
}

export function Keys({ of }: { readonly of: Combination }) {
  return (
    <kbd className="shrink-0 rounded-sm border border-line bg-control px-1 font-sans text-2xs text-soft">
      {showKeys(of)}
    </kbd>
  )
}
