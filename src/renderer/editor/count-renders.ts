let renders = 0

/** How often nodes were rendered so far: tests see by it that sound renders none, and a knob one. */
export function nodeRenders(): number {
  return renders
}

export function countRender(): void {
  renders += 1
}
