import type { Page } from '@playwright/test'

/** Names of the controls that lie outside the window or are cut off there, and cannot be scrolled to; and of those that are covered. */
export async function unreachable(page: Page, within = 'body'): Promise<string[]> {
  return await page.evaluate(async selector => {
    const ends = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ends.map(({ finished }) => finished))
    const CONTROLS =
      'button, a[href], input, textarea, select, [role="tab"], [role="slider"], [role="switch"], [role="menuitem"]'
    /** Rounding, and the rings of what has the focus. */
    const SLACK = 2
    type Side = 'x' | 'y'
    const found: string[] = []
    for (const root of document.querySelectorAll(selector)) {
      for (const control of root.querySelectorAll<HTMLElement>(CONTROLS)) {
        const problem = problemOf(control)
        if (problem !== undefined) found.push(`${nameOf(control)}: ${problem}`)
      }
    }
    return found

    function problemOf(control: HTMLElement): string | undefined {
      const box = control.getBoundingClientRect()
      const isSeen = control.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      // What is only for screen readers, what is switched off for now, and what lies on the canvas, which is moved.
      if (!isSeen || box.width <= 2 || box.height <= 2) return undefined
      // So is the row of tabs, which a menu has all of.
      const elsewhere = '.react-flow__viewport, [inert], [aria-hidden="true"], [data-listed]'
      if (control.closest(elsewhere)) return undefined
      for (const side of ['x', 'y'] as const) {
        if (isCut(control, side)) return `cut off along ${side}`
      }
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { left, top, width, height } = control.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      if (hit !== null && (control.contains(hit) || hit.contains(control))) return undefined
      const label = control.closest('label')
      if (label !== null && label === hit?.closest('label')) return undefined
      return `covered by ${hit === null ? 'the edge of the window' : nameOf(hit)}`
    }

    function isCut(control: HTMLElement, side: Side): boolean {
      let [from, to] = span(control, side)
      let inner: Element = control
      // Beyond what is fixed there is only the window.
      while (getComputedStyle(inner).position !== 'fixed' && inner.parentElement !== null) {
        inner = inner.parentElement
        const [start, end] = span(inner, side)
        const style = getComputedStyle(inner)
        const overflow = side === 'x' ? style.overflowX : style.overflowY
        if (overflow === 'visible') continue
        if (from >= start - SLACK && to <= end + SLACK) continue
        const scrolls =
          (overflow === 'auto' || overflow === 'scroll') && style.scrollbarWidth !== 'none'
        if (!scrolls) return true
        // Scrolled there, it takes the place that it has the room for.
        from = Math.min(Math.max(from, start), end - 1)
        to = Math.min(Math.max(to, from), end)
      }
      const room = side === 'x' ? window.innerWidth : window.innerHeight
      return from < -SLACK || to > room + SLACK
    }

    function span(element: Element, side: Side): [number, number] {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return side === 'x' ? [left, right] : [top, bottom]
    }

    function nameOf(element: Element): string {
      const named = element.closest('[data-testid], [aria-label]')
      const words = element.getAttribute('aria-label') ?? element.textContent
      return named?.getAttribute('data-testid') ?? (words.slice(0, 40) || element.tagName)
    }
  }, within)
}
