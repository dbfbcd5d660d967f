/** How long one input waited for the frame that answers it. */
export interface Answer {
  readonly kind: string
  readonly ms: number
  /** What it met, for whoever looks into a slow one. */
  readonly on: string
}

declare global {
  interface Window {
    answers?: Answer[]
  }
}

/** Runs in the page: from the browser's own time of every input to the end of the frame that comes after its listeners. */
export function watchPaints(): void {
  const answers: Answer[] = []
  window.answers = answers
  const kinds = ['pointerdown', 'pointerup', 'pointermove', 'keydown', 'keyup', 'wheel', 'drop']
  const waiting = new Set<string>()
  const channel = new MessageChannel()
  const painted: (() => void)[] = []
  channel.port1.addEventListener('message', () => painted.shift()?.())
  channel.port1.start()
  for (const kind of kinds) {
    const heard = ({ timeStamp, target, isTrusted }: Event) => {
      // Of several moves before a frame the first waits longest.
      if (!isTrusted || waiting.has(kind)) return
      waiting.add(kind)
      const on = target instanceof Element ? nameOf(target) : ''
      requestAnimationFrame(() => {
        // A task that is put in the queue by the frame runs after its style, layout and paint.
        painted.push(() => {
          waiting.delete(kind)
          answers.push({ kind, ms: performance.now() - timeStamp, on })
        })
        channel.port2.postMessage(0)
      })
    }
    window.addEventListener(kind, heard, { capture: true, passive: true })
  }

  function nameOf(element: Element): string {
    const known = element.closest('[data-testid], [aria-label]')
    return known?.getAttribute('data-testid') ?? known?.getAttribute('aria-label') ?? ''
  }
}
