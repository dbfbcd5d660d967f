import { describe, expect, test } from 'vitest'
import type { NumberParam, ParamSpec } from '#shared/graph'
import { sectionsOf, type Entry } from './sections'

const number = (label = 'X'): NumberParam => ({
  kind: 'number',
  label,
  unit: '',
  min: 0,
  max: 1,
  default: 0,
  curve: 'linear',
})
const toggle: ParamSpec = { kind: 'toggle', label: 'T', default: false }
const entries = (params: readonly string[]): Entry[] =>
  params.map(param => [param, param.startsWith('on') ? toggle : number()])

const shown = (params: readonly string[]) =>
  sectionsOf(entries(params)).map(section =>
    section.kind === 'curve'
      ? `${section.title}: curve of ${section.params.length}`
      : `${section.title}: ${section.entries.map(([param]) => param).join(' ')}`,
  )

describe('E-08 sections of the inspector', () => {
  test('few parameters are one section', () => {
    expect(shown(['frequency', 'q'])).toEqual([': frequency q'])
  })

  test('what begins with the same word, three or more, belongs together', () => {
    expect(shown(['cutoff', 'ampAttack', 'ampDecay', 'ampRelease', 'lfoRate'])).toEqual([
      ': cutoff lfoRate',
      'Amp: ampAttack ampDecay ampRelease',
    ])
  })

  test('bands of an equaliser are sections by number', () => {
    expect(shown(['on1', 'gain1', 'on2', 'gain2', 'level'])).toEqual([
      ': level',
      '1: on1 gain1',
      '2: on2 gain2',
    ])
  })

  test('a row of steps is a curve, and every parameter stands somewhere, once', () => {
    const steps = Array.from({ length: 16 }, (_, index) => `value${index + 1}`)
    expect(shown(['glide', ...steps])).toEqual([': glide', 'Value: curve of 16'])
  })
})
