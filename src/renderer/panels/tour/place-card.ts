import type { TourStep } from './tour-steps'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const GAP = 12
const EDGE = 16

/** Where the card stands: beside what it is about, and inside the window whatever its size. */
export function placeCard(
  side: TourStep['side'],
  target: Box | undefined,
  card: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
): { readonly left: number; readonly top: number } {
  const free = beside(side, target, card, window)
  return {
    left: inside(free.left, card.width, window.width),
    top: inside(free.top, card.height, window.height),
  }
}

function beside(
  side: TourStep['side'],
  target: Box | undefined,
  card: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
) {
  if (target === undefined) {
    return { left: (window.width - card.width) / 2, top: (window.height - card.height) / 2 }
  }
  const { x, y, width, height } = target
  switch (side) {
    case 'left':
      return { left: x - card.width - GAP, top: y + GAP }
    case 'right':
      return { left: x + width + GAP, top: y + GAP }
    case 'above':
      return { left: x, top: y - card.height - GAP }
    case 'below':
      return { left: x, top: y + height + GAP }
    case 'within':
    case undefined:
      return { left: x + (width - card.width) / 2, top: y + height - card.height - GAP }
  }
}

function inside(at: number, size: number, whole: number): number {
  return Math.max(EDGE, Math.min(at, whole - size - EDGE))
}
