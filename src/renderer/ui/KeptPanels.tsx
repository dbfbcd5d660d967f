import { Activity, Suspense, useDeferredValue, useEffect, useState, type ReactNode } from 'react'

export interface KeptPanel<Id extends string = string> {
  readonly id: Id
  /** To stay the same from one rendering to the next. */
  readonly content: ReactNode
  /** It is made anew every time: what it shows would go on working unseen. */
  readonly fleeting?: boolean
}

interface KeptPanelsProps {
  readonly panels: readonly KeptPanel[]
  readonly shown: string
  readonly className?: string
}

/** After so long the window has started, and what may be opened next can be made ready. */
const SETTLED_MS = 4000

/**
 * Panels of which one is seen. What was seen once stays as it is, hidden and at rest: it neither listens nor draws, and comes
 * back without being made anew. The others are made in the background, one at a time, when there is nothing else to do.
 */
export function KeptPanels({ panels, shown, className }: KeptPanelsProps) {
  // The row of tabs answers first, and the panel when it can.
  const seen = useDeferredValue(shown, '')
  const [made, setMade] = useState<ReadonlySet<string>>(new Set())
  if (seen !== '' && !made.has(seen)) setMade(new Set([...made, seen]))
  const next = panels.find(({ id, fleeting }) => fleeting !== true && !made.has(id))?.id
  useEffect(() => {
    if (next === undefined) return undefined
    return whenIdle(() => setMade(before => new Set([...before, next])))
  }, [next])
  return panels.map(({ id, content, fleeting }) =>
    id === seen || (made.has(id) && fleeting !== true) ? (
      <Activity key={id} mode={id === seen ? 'visible' : 'hidden'}>
        <div className={className}>
          <Suspense>{content}</Suspense>
        </div>
      </Activity>
    ) : undefined,
  )
}

/** Calls once the page is at rest; calling what it returns takes that back. */
function whenIdle(call: () => void): () => void {
  const wait = Math.max(0, SETTLED_MS - performance.now())
  let asked: number | undefined
  const timer = setTimeout(() => (asked = requestIdleCallback(call)), wait)
  return () => {
    clearTimeout(timer)
    if (asked !== undefined) cancelIdleCallback(asked)
  }
}
