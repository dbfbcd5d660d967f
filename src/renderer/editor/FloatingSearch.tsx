import { Command } from 'cmdk'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Point } from '#shared/graph'

const WIDTH = 280
const HEIGHT = 340

interface FloatingSearchProps {
  /** Where it stands, in screen pixels; it keeps inside the window. */
  readonly at: Point
  readonly label: string
  readonly placeholder: string
  readonly nothing: string
  readonly testId: string
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A small list with a search on top, over the canvas: arrows and Enter choose, Esc leaves. */
export function FloatingSearch(props: FloatingSearchProps) {
  const { at, label, placeholder, nothing, testId, query, onQuery, onClose, children } = props
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Element && !box.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', closeOutside, true)
    return () => document.removeEventListener('pointerdown', closeOutside, true)
  }, [onClose])

  return (
    <div
      ref={box}
      role="dialog"
      aria-label={label}
      data-testid={testId}
      className="appear fixed z-30 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float"
      style={{
        width: WIDTH,
        left: Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8)),
      }}
    >
      <Command
        shouldFilter={false}
        label={label}
        onKeyDown={event => {
          if (event.key !== 'Escape' && event.key !== 'Tab') return
          event.preventDefault()
          event.stopPropagation()
          onClose()
        }}
      >
        <Command.Input
          autoFocus
          value={query}
          onValueChange={onQuery}
          placeholder={placeholder}
          data-testid={`${testId}-search`}
          className="h-9 w-full border-b border-line bg-transparent px-3 text-base text-text outline-none placeholder:text-faint"
        />
        <Command.List className="max-h-75 overflow-y-auto p-1" label={label}>
          <Command.Empty className="px-2 py-6 text-center text-xs text-faint">
            {nothing}
          </Command.Empty>
          {children}
        </Command.List>
      </Command>
    </div>
  )
}

export const searchItem =
  'flex h-8 items-center gap-2 rounded px-2 text-sm data-[selected=true]:bg-control-hover'
