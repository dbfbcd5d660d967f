import { describe, expect, test } from 'vitest'
import { fail } from '#shared/kit'
import { BARS, glyphOf } from './glyph'
import { isFiltered, toggled } from './query'
import {
  agoInWords,
  awayInWords,
  bytesInWords,
  coreInWords,
  costInWords,
  latencyInWords,
  publisherInWords,
  stepInWords,
  taskInWords,
} from './words'

describe('M-01 the marketplace in words', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_400, '999 kB'],
    [1_000_000, '1.0 MB'],
    [25_400_000, '25 MB'],
  ])('%i bytes are %s', (bytes, words) => expect(bytesInWords(bytes)).toBe(words))

  test('128 frames at 48 kHz last 2667 µs: 26.7 µs are one per cent of a core', () => {
    expect(coreInWords(26.667)).toBe('1.0 % of a core')
    expect(coreInWords(0.4)).toBe('0.02 % of a core')
    expect(costInWords(3.14)).toBe('3.1 µs')
    expect(costInWords(21.4)).toBe('21 µs')
    // What is measured is never nothing.
    expect(costInWords(0.04)).toBe('under 0.1 µs')
    expect(coreInWords(0.04)).toBe('under 0.01 % of a core')
    expect(latencyInWords(480)).toBe('10.0 ms')
    expect(latencyInWords(0)).toBe('no latency')
  })

  test('a time is so long ago', () => {
    const now = Date.UTC(2026, 10, 21)
    expect(agoInWords(now - 3 * 60_000, now)).toBe('3 minutes ago')
    expect(agoInWords(now - 5 * 3_600_000, now)).toBe('5 hours ago')
    expect(agoInWords(now - 86_400_000, now)).toBe('yesterday')
    expect(agoInWords(now - 400 * 86_400_000, now)).toBe('last year')
  })

  test('a step says what it brings', () => {
    const publisher = { name: 'Ada', trust: 'known' } as const
    const step = { id: 'tape', name: 'Tape', to: '1.2.0', registry: 'r', bytes: 0, publisher }
    expect(stepInWords({ ...step, beside: false, bytes: 4200 })).toBe('Tape 1.2.0 (4.2 kB)')
    expect(stepInWords({ ...step, beside: false, from: '1.1.0' })).toBe('Tape 1.1.0 → 1.2.0')
    expect(stepInWords({ ...step, beside: true, from: '0.9.0' })).toBe('Tape 1.2.0, beside 0.9.0')
  })

  test('words alone are no filter, and a right that is granted is one', () => {
    expect(isFiltered({ text: 'tape', sort: 'name', categories: [] })).toBe(false)
    expect(isFiltered({ permissions: [] })).toBe(true)
    expect(isFiltered({ kinds: ['effect'] })).toBe(true)
    expect(toggled(['a'], 'b', true)).toEqual(['a', 'b'])
    expect(toggled(['a', 'b'], 'a', false)).toEqual(['b'])
  })

  test('a plugin without an icon has always the same face, and others another', () => {
    const faces = ['tape', 'tapf', '@acme/tape', 'a'].map(id => glyphOf(id))
    for (const face of faces) {
      expect(face).toHaveLength(BARS)
      expect(face.every(bar => bar >= 0.2 && bar <= 1)).toBe(true)
    }
    expect(glyphOf('tape')).toEqual(faces[0])
    expect(new Set(faces.map(face => face.join())).size).toBe(faces.length)
  })
})

test('M-02 what is under way is said once', () => {
  expect(taskInWords({ action: 'install', stage: 'Installing Tape 1.0.0' })).toBe(
    'Installing Tape 1.0.0',
  )
  expect(taskInWords({ action: 'install', stage: 'Fetching tape 1.0.0' })).toBe(
    'Installing · Fetching tape 1.0.0',
  )
  expect(taskInWords({ action: 'restore', stage: '' })).toBe('Restoring')
})

describe('M-03 who made it in words', () => {
  const says = (...alsoSigned: string[]) =>
    publisherInWords({ name: 'Ada', trust: 'new', ...(alsoSigned.length > 0 && { alsoSigned }) })

  test('a key that other plugins were signed with here is not called unknown', () => {
    expect(says()[1]).toContain('a key that was never seen here')
    expect(says('Tape')[0]).toBe('Known from other plugins')
    expect(says('Tape')[1]).toContain('has signed Tape here')
    expect(says('Tape', 'Glow')[1]).toContain('has signed Tape and Glow here')
    expect(says('Tape', 'Glow', 'Reed', 'Amp')[1]).toContain(
      'has signed Tape, Glow and 2 more here',
    )
    expect(publisherInWords({ name: 'Ada', trust: 'known', alsoSigned: ['Tape'] })[0]).toBe(
      'Known publisher',
    )
  })
})

test('M-01 services for reviews that are away are told, and what that means', () => {
  const failure = fail('reviews-unreachable', 'It is away.')
  const failures = [{ service: 'http://127.0.0.1:1', failure }]
  expect(awayInWords({ failures, writable: true })).toBe('A service does not answer.')
  expect(awayInWords({ failures, writable: false, asOf: Date.now() - 5 * 3_600_000 })).toBe(
    'No service for reviews answers. What is shown was read 5 hours ago. Yours can be written once one is back.',
  )
})
