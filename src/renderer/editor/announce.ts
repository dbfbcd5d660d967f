import { create } from 'zustand'
import { useProjectStore, useSelection } from '../state'

/** What a screen reader is to say of the canvas next. */
export const useAnnouncement = create<{ readonly text: string }>(() => ({ text: '' }))

/** The same words twice are said twice: an invisible letter makes them differ. */
export function announce(text: string): void {
  const { text: last } = useAnnouncement.getState()
  useAnnouncement.setState({ text: last === text ? `${text}\u200b` : text })
}

/** Says what the user has changed, and how much is selected. */
export function announceChanges(): Disposable {
  using stack = new DisposableStack()
  stack.defer(
    useProjectStore.subscribe(({ mirror }, { mirror: before }) => {
      if (mirror === undefined || mirror.project !== before?.project) return
      const own = mirror.pending.at(-1)
      if (own !== undefined && own !== before.pending.at(-1)) {
        if (mirror.pending.length > before.pending.length) announce(own.transaction.label)
      }
    }),
  )
  stack.defer(
    useSelection.subscribe(({ nodes }, before) => {
      if (nodes.size > 1 && nodes.size !== before.nodes.size) announce(`${nodes.size} selected`)
    }),
  )
  return stack.move()
}
