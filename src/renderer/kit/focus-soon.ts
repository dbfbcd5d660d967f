const LONGEST_MS = 2000

/** Puts the focus on what is about to be shown: in the first frame that has it, if it comes at all. */
export function focusSoon(selector: string): void {
  const until = performance.now() + LONGEST_MS
  const look = (): void => {
    const element = document.querySelector(selector)
    if (element instanceof HTMLElement) element.focus()
    // It may be there already, and hidden still: then it takes no focus.
    const isDone = element !== null && element === document.activeElement
    if (!isDone && performance.now() < until) requestAnimationFrame(look)
  }
  setTimeout(look)
}
