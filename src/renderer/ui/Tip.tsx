import { cloneElement, type ReactElement, type ReactNode } from 'react'
import type { Combination } from '../kit'
import { TipLayer } from './TipLayer'
import { tipAttributes, type TipAttributes } from './tip-pointer'

interface TipProps {
  readonly text: string
  readonly keys?: Combination | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  /** An element of the page, or what hands its attributes on to one. */
  readonly children: ReactElement<TipAttributes>
}

/** What a control does, in words, and its keys. It only says so: the one tip of the window shows it. */
export function Tip({ text, keys, side, children }: TipProps) {
  return cloneElement(children, tipAttributes({ text, keys, side }))
}

export function TipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <TipLayer />
    </>
  )
}
