/** Calibration that the maker burnt into a sensor, registers 0x88 to 0x8D. */
export interface Calibration {
  readonly t1: number
  readonly t2: number
  readonly t3: number
}

/** The example of the data sheet. */
export const exampleCalibration: Calibration = { t1: 27504, t2: 26435, t3: -1000 }

/**
 * °C of what the converter gave (20 bits, registers 0xFA to 0xFC): Bosch Sensortec, BME280 data sheet, rev. 1.6, section
 * 8.1, “Compensation formulas in double precision floating point”.
 */
export function toCelsius(raw: number, { t1, t2, t3 }: Calibration): number {
  const first = (raw / 16384 - t1 / 1024) * t2
  const second = (raw / 131072 - t1 / 8192) ** 2 * t3
  return (first + second) / 5120
}

/** What the converter gives at a temperature, whole steps: the formula the other way round, by bisection. */
export function toRaw(celsius: number, calibration: Calibration): number {
  let [low, high] = [0, 2 ** 20 - 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (toCelsius(middle, calibration) < celsius) low = middle + 1
    else high = middle
  }
  return low
}
