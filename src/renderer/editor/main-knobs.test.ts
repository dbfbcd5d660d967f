import { expect, test } from 'vitest'
import type { NodeDefinition, NumberParam } from '#shared/graph'
import { definitions } from '../testing/definitions'
import { mainKnobs } from './main-knobs'

const level: NumberParam = {
  ...{ kind: 'number', label: 'Level', unit: '', curve: 'linear' },
  ...{ min: 0, max: 1, default: 0 },
}

function withParams(...ids: string[]): NodeDefinition {
  const [first] = definitions
  if (first === undefined) throw new Error('There are no definitions')
  return { ...first, params: Object.fromEntries(ids.map(id => [id, level])) }
}

test('the first four numbers of a node have a knob on it', () => {
  const ids = ['threshold', 'ratio', 'knee', 'attack', 'release']
  expect(mainKnobs(withParams(...ids))).toEqual(ids.slice(0, 4))
})

test('what the whole of a sequencer has comes before its sixteen pitches', () => {
  const pitches = Array.from({ length: 16 }, (_, index) => `pitch${index + 1}`)
  expect(mainKnobs(withParams(...pitches, 'length', 'swing', 'root', 'transpose'))).toEqual([
    'length',
    'swing',
    'root',
    'transpose',
  ])
})

test('an instrument of many parts shows what a hand looks for, in its own order', () => {
  const own = ['pulseWidth', 'unison', 'spread', 'cutoff', 'resonance', 'glide', 'volume']
  expect(mainKnobs(withParams('level1', 'level2', 'fine1', ...own))).toEqual([
    'pulseWidth',
    'cutoff',
    'resonance',
    'volume',
  ])
})

test('bands of an equaliser are numbered one and all: the first of them have the knobs', () => {
  const ids = ['frequency1', 'gain1', 'q1', 'frequency2', 'gain2']
  expect(mainKnobs(withParams(...ids))).toEqual(ids.slice(0, 4))
})
