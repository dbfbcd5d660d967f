import { beatsToSeconds } from '@wireharp/sdk'

export interface DelayTime {
  /** `1/8`, `1/8 dotted`, `1/8 triplet` */
  readonly value: string
  readonly seconds: number
  readonly hertz: number
}

const shapes = [
  ['', 1],
  [' dotted', 1.5],
  [' triplet', 2 / 3],
] as const

/** Whole notes to sixty-fourths, each straight, dotted and as a triplet. */
export function delayTimes(tempo: number): readonly DelayTime[] {
  return [1, 2, 4, 8, 16, 32, 64].flatMap(part =>
    shapes.map(([name, factor]) => {
      const seconds = beatsToSeconds((4 / part) * factor, tempo)
      return { value: `1/${part}${name}`, seconds, hertz: 1 / seconds }
    }),
  )
}
