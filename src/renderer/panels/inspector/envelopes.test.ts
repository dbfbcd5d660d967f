import { describe, expect, test } from 'vitest'
import type { NumberParam } from '#shared/graph'
import { cornersOf, envelopesOf, shapeOf, type Envelope } from './envelopes'
import type { Entry } from './sections'

const seconds: NumberParam = {
  kind: 'number',
  label: 'X',
  unit: 's',
  min: 0.001,
  max: 10,
  default: 0.1,
  curve: 'exponential',
}
const percent: NumberParam = { ...seconds, unit: '%', min: 0, max: 100, curve: 'linear' }
const entries = (...params: string[]): Entry[] =>
  params.map(param => [param, /sustain/i.test(param) ? percent : seconds])

function only(found: readonly Envelope[]): Envelope {
  const [first, ...more] = found
  if (first === undefined || more.length > 0) throw new Error(`${found.length} envelopes`)
  return first
}

describe('E-08 envelopes in the inspector', () => {
  test('they are found by the names of their stages, plain, with a word before, or numbered', () => {
    const names = (...params: string[]) =>
      envelopesOf(entries(...params)).map(({ title, release }) => [title, release?.param])
    expect(names('attack', 'decay', 'sustain', 'release')).toEqual([['Envelope', 'release']])
    expect(names('ampAttack', 'ampDecay', 'ampSustain', 'ampRelease')).toEqual([
      ['Amp envelope', 'ampRelease'],
    ])
    expect(names('attack2', 'decay2', 'sustain2')).toEqual([['Envelope 2', undefined]])
    expect(names('attack', 'release', 'threshold')).toEqual([])
  })

  test('a knob in the middle is half of its stage wide, and the sustain is as high as its part', () => {
    const envelope = only(envelopesOf(entries('attack', 'decay', 'sustain', 'release')))
    // 0.1 s lies in the middle of 1 ms to 10 s, by their ratio.
    const corners = cornersOf(envelope, ({ spec }) => (spec.unit === '%' ? 25 : 0.1))
    expect(corners.attack).toBeCloseTo(0.15)
    expect(corners.decay).toBeCloseTo(0.3)
    expect(corners.sustain).toBe(0.25)
    expect(corners.release).toBeCloseTo(0.55)
  })

  test('stages are bent by the formula of the kernel and end where the next begins', () => {
    const corners = { attack: 0.2, decay: 0.4, sustain: 0.5, held: 0.5, release: 0.8 }
    const points = shapeOf(corners, 2, 5)
    const at = (x: number) => points.find(point => Math.abs(point[0] - x) < 1e-9)?.[1]
    expect(at(0.2)).toBe(1)
    expect(at(0.1)).toBeCloseTo((1 - Math.exp(-1)) / (1 - Math.exp(-2)))
    expect(at(0.4)).toBeCloseTo(0.5)
    expect(at(0.3)).toBeCloseTo(1 - (0.5 * (1 - Math.exp(-2.5))) / (1 - Math.exp(-5)))
    expect(points.at(-1)?.[1]).toBeCloseTo(0)
    expect(shapeOf(corners, 0, 0).find(([x]) => Math.abs(x - 0.1) < 1e-9)?.[1]).toBeCloseTo(0.5)
  })
})
