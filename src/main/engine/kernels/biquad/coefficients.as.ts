import { STATE } from '../lib/header.as'

/** f64 × 6: the values that the coefficients were made for. */
export const KEYS = STATE

/** f64: frames a second. */
export const RATE = STATE + 48

/** f64 × 5: b0, b1, b2, −a1, −a2. */
export const COEFFICIENTS = STATE + 64

function storeCoefficients(
  self: usize,
  b0: f64,
  b1: f64,
  b2: f64,
  a0: f64,
  a1: f64,
  a2: f64,
): void {
  const scale = 1 / a0
  store<f64>(self + COEFFICIENTS, b0 * scale)
  store<f64>(self + COEFFICIENTS, b1 * scale, 8)
  store<f64>(self + COEFFICIENTS, b2 * scale, 16)
  store<f64>(self + COEFFICIENTS, -a1 * scale, 24)
  store<f64>(self + COEFFICIENTS, -a2 * scale, 32)
}

function storeShelf(self: usize, sign: f64, amplitude: f64, cosine: f64, sine: f64): void {
  // The slope S is 1, as in Web Audio, so that alphaS = sin(w0) / √2.
  const k = 2 * (sine * Math.SQRT1_2) * Math.sqrt(amplitude)
  const up = amplitude + 1
  const down = amplitude - 1
  storeCoefficients(
    self,
    amplitude * (up - sign * down * cosine + k),
    sign * 2 * amplitude * (down - sign * up * cosine),
    amplitude * (up - sign * down * cosine - k),
    up + sign * down * cosine + k,
    -sign * 2 * (down + sign * up * cosine),
    up + sign * down * cosine - k,
  )
}

/** Robert Bristow-Johnson's formulas with the definitions of Web Audio, section 1.13.5. */
function design(
  self: usize,
  type: i32,
  turn: f64,
  q: f64,
  resonance: f64,
  gain: f64,
): void {
  const cosine = Math.cos(turn)
  const sine = Math.sin(turn)
  const alpha = sine / (2 * q)
  const alphaDecibels = sine / (2 * Math.pow(10, resonance / 20))
  const amplitude = Math.pow(10, gain / 40)
  switch (type) {
    case 0: {
      const b = (1 - cosine) / 2
      storeCoefficients(self, b, 2 * b, b, 1 + alphaDecibels, -2 * cosine, 1 - alphaDecibels)
      break
    }
    case 1: {
      const b = (1 + cosine) / 2
      storeCoefficients(self, b, -2 * b, b, 1 + alphaDecibels, -2 * cosine, 1 - alphaDecibels)
      break
    }
    case 2:
      storeCoefficients(self, alpha, 0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha)
      break
    case 3:
      storeShelf(self, 1, amplitude, cosine, sine)
      break
    case 4:
      storeShelf(self, -1, amplitude, cosine, sine)
      break
    case 5: {
      const rise = alpha * amplitude
      const fall = alpha / amplitude
      storeCoefficients(self, 1 + rise, -2 * cosine, 1 - rise, 1 + fall, -2 * cosine, 1 - fall)
      break
    }
    case 6:
      storeCoefficients(self, 1, -2 * cosine, 1, 1 + alpha, -2 * cosine, 1 - alpha)
      break
    default:
      storeCoefficients(self, 1 - alpha, -2 * cosine, 1 + alpha, 1 + alpha, -2 * cosine, 1 - alpha)
  }
}

/** Recomputes the coefficients when a value differs from the last time. */
export function updateCoefficients(
  self: usize,
  type: i32,
  frequency: f64,
  q: f64,
  resonance: f64,
  gain: f64,
  detune: f64,
): void {
  const keys = self + KEYS
  if (
    load<f64>(keys) == <f64>type &&
    load<f64>(keys, 8) == frequency &&
    load<f64>(keys, 16) == q &&
    load<f64>(keys, 24) == resonance &&
    load<f64>(keys, 32) == gain &&
    load<f64>(keys, 40) == detune
  ) {
    return
  }
  store<f64>(keys, <f64>type)
  store<f64>(keys, frequency, 8)
  store<f64>(keys, q, 16)
  store<f64>(keys, resonance, 24)
  store<f64>(keys, gain, 32)
  store<f64>(keys, detune, 40)
  const rate = load<f64>(self + RATE)
  const wanted = detune == 0 ? frequency : frequency * Math.pow(2, detune / 1200)
  // Kept off 0 Hz and the Nyquist frequency, where poles reach the unit circle.
  const hertz = max(1e-4 * rate * 0.5, min(0.9995 * rate * 0.5, wanted))
  design(self, type, (2 * Math.PI * hertz) / rate, max(1e-4, q), resonance, gain)
}
