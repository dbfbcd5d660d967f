import type { CableEnd } from '#shared/graph'

/** The parameter whose knob is under a point of the screen, wherever it stands: on the canvas or in a panel. */
export function knobAt({ x, y }: { readonly x: number; readonly y: number }): CableEnd | undefined {
  const target = document.elementFromPoint(x, y)?.closest('[data-modulates]')
  const [node, port] = target?.getAttribute('data-modulates')?.split(' ') ?? []
  return node === undefined || port === undefined ? undefined : { node, port }
}
