import type { Locator } from '@playwright/test'

/** Where something stands on the screen. */
export async function boxOf(
  locator: Locator,
): Promise<Point & { readonly width: number; readonly height: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the screen')
  return box
}

export async function centerOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator)
  return { x: x + width / 2, y: y + height / 2 }
}

export interface Point {
  readonly x: number
  readonly y: number
}
