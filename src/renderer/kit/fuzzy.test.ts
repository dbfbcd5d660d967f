import { expect, test } from 'vitest'
import { fuzzyFilter, fuzzyScore } from './fuzzy'

const names = ['Oscillator', 'Output', 'Low-pass filter', 'Filter', 'Delay', 'Ping-pong delay']

test('letters in order are enough', () => {
  expect(found('osc')).toEqual(['Oscillator'])
  expect(found('lpf')).toEqual(['Low-pass filter'])
  expect(found('ppd')).toEqual(['Ping-pong delay'])
})

test('a name that begins with the query comes before one that holds it', () => {
  expect(found('filter')).toEqual(['Filter', 'Low-pass filter'])
  expect(found('del')).toEqual(['Delay', 'Ping-pong delay'])
})

test('letters that are missing or in another order do not fit', () => {
  expect(fuzzyScore('zap', 'Oscillator')).toBeUndefined()
  expect(fuzzyScore('cso', 'Osc')).toBeUndefined()
})

test('neither a hyphen nor the spelling of another country hides a word', () => {
  expect(found('lowpass')).toEqual(['Low-pass filter'])
  expect(found('low pass')).toEqual(['Low-pass filter'])
  expect(found('pingpong')).toEqual(['Ping-pong delay'])
  const texts = (text: string) => ['', text]
  const words = ['Equaliser, quantiser', 'Adds colour', 'Of any size']
  expect(fuzzyFilter(words, 'equalizer', texts)).toEqual([words[0]])
  expect(fuzzyFilter(words, 'Quantizer', texts)).toEqual([words[0]])
  expect(fuzzyFilter(words, 'color', texts)).toEqual([words[1]])
  expect(fuzzyFilter(words, 'size', texts)).toEqual([words[2]])
})

test('an empty query leaves everything as it was', () => {
  expect(found('  ')).toEqual(names)
})

test('further texts count only where they hold the words themselves', () => {
  const items = [
    { name: 'Drive', doc: 'Soft saturation' },
    { name: 'Gain', doc: 'Changes the level' },
  ]
  const texts = (item: { name: string; doc: string }) => [item.name, item.doc]
  expect(fuzzyFilter(items, 'saturation', texts).map(item => item.name)).toEqual(['Drive'])
  expect(fuzzyFilter(items, 'cnl', texts)).toEqual([])
})

function found(query: string): string[] {
  return fuzzyFilter(names, query, name => [name])
}
