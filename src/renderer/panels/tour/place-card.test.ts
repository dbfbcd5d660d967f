import { expect, test } from 'vitest'
import { placeCard } from './place-card'

const card = { width: 320, height: 180 }
const window = { width: 1440, height: 900 }

test('E-19 the card of the tour stands beside what it is about', () => {
  const browser = { x: 0, y: 48, width: 224, height: 800 }
  expect(placeCard('right', browser, card, window)).toEqual({ left: 236, top: 60 })
  const details = { x: 1176, y: 48, width: 264, height: 800 }
  expect(placeCard('left', details, card, window).left).toBe(1176 - 320 - 12)
  const tabs = { x: 8, y: 860, width: 64, height: 28 }
  expect(placeCard('above', tabs, card, window)).toEqual({ left: 16, top: 860 - 180 - 12 })
  expect(placeCard(undefined, undefined, card, window)).toEqual({ left: 560, top: 360 })
})

test('E-19 the card of the tour keeps inside the window, however small', () => {
  const tiny = { width: 400, height: 240 }
  for (const side of ['left', 'right', 'above', 'below', 'within'] as const) {
    const { left, top } = placeCard(side, { x: 380, y: 220, width: 20, height: 20 }, card, tiny)
    expect(left).toBeGreaterThanOrEqual(16)
    expect(left + card.width).toBeLessThanOrEqual(400 - 16)
    expect(top).toBeGreaterThanOrEqual(16)
    expect(top + card.height).toBeLessThanOrEqual(240 - 16)
  }
})
