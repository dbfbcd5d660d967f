import { toDecibels, type Decibels, type Gain } from '#shared/kit'

const SCALE_FLOOR: Decibels = -60

/** “−6.0”, “−∞” */
export function formatLevel(level: Decibels): string {
  return level <= -200 ? '−∞' : level.toFixed(1).replace('-', '−')
}

/** Place of a level on a meter that goes from −60 dBFS to +6 dBFS, 0 to 1. */
export function onScale(level: Decibels): number {
  return Math.min(1, Math.max(0, (level - SCALE_FLOOR) / (6 - SCALE_FLOOR)))
}

export function peakOnScale(peak: Gain): number {
  return onScale(toDecibels(peak))
}
