import { Tooltip } from 'radix-ui'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { floats } from './floats'
import { Keys } from './Keys'
import { TipPointer, type ShownTip } from './tip-pointer'

/** The one tip of the window, beside whatever the pointer or the focus is on. */
export function TipLayer() {
  const [shown, setShown] = useState<ShownTip>()
  const pointer = useRef<TipPointer>(undefined)

  useEffect(() => {
    const made = new TipPointer(next => setShown(before => (isSame(before, next) ? before : next)))
    pointer.current = made
    return () => made[Symbol.dispose]()
  }, [])

  if (shown === undefined) return undefined
  return <Shown key={`${shown.text} ${keyOf(shown.element)}`} tip={shown} onClose={close} />

  function close(): void {
    pointer.current?.close()
  }
}

function Shown({ tip, onClose }: { readonly tip: ShownTip; readonly onClose: () => void }) {
  const { element, text, keys, side = 'bottom' } = tip
  const anchor = useRef<HTMLSpanElement>(null)
  const [box] = useState(() => element.getBoundingClientRect())

  // The element itself is what the tip describes, and not what stands in its place here.
  useLayoutEffect(() => {
    const id = anchor.current?.getAttribute('aria-describedby')
    const before = element.getAttribute('aria-describedby')
    if (id === null || id === undefined) return undefined
    element.setAttribute('aria-describedby', before === null ? id : `${before} ${id}`)
    return () => {
      if (before === null) element.removeAttribute('aria-describedby')
      else element.setAttribute('aria-describedby', before)
    }
  }, [element])

  return (
    <Tooltip.Provider disableHoverableContent>
      <Tooltip.Root open onOpenChange={open => open || onClose()}>
        <Tooltip.Trigger asChild>
          <span
            ref={anchor}
            className="pointer-events-none fixed"
            style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
          />
        </Tooltip.Trigger>
        <Tooltip.Portal container={floats()}>
          <Tooltip.Content
            data-tip-shown
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
    </Tooltip.Provider>
  )
}

const keysOfElements = new WeakMap<Element, number>()
let count = 0

/** So that the tip of another element is another tip. */
function keyOf(element: Element): number {
  const known = keysOfElements.get(element) ?? (count += 1)
  keysOfElements.set(element, known)
  return known
}

function isSame(before: ShownTip | undefined, next: ShownTip | undefined): boolean {
  return (
    before?.element === next?.element &&
    before?.text === next?.text &&
    before?.keys === next?.keys &&
    before?.side === next?.side
  )
}
