const LONGEST_MS = 2000

/** Puts the focus on what is about to be shown: in the first frame that has it, if it comes at all. */
export function focusSoon(selector: string): void {
  const until = performance.now() + LONGEST_MS
  const look = (): void => {
    const element = document.querySelector(selector)
    if (element instanceof HTMLElement) element.focus()
    else if (performance.now() < until) requestAnimationFrame(look)
  }
  setTimeout(look)
}
