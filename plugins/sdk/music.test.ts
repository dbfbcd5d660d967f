import { describe, expect, test } from 'vitest'
import {
  beatsToSeconds,
  biquad,
  chordNotes,
  delayLine,
  equalPower,
  frequencyToNote,
  noteName,
  noteToFrequency,
  onePole,
  parseNote,
  quantise,
  toDecibels,
  toGain,
  toRatio,
  toSemitones,
  triad,
} from './index'

describe('S1-22 helpers: music theory', () => {
  test('middle C is 261.6256 Hz and A4 is 440 Hz', () => {
    expect(noteToFrequency(60)).toBeCloseTo(261.6256, 4)
    expect(frequencyToNote(440)).toBe(69)
  })

  test('every MIDI note has a name that is read back', () => {
    for (let note = 0; note < 128; note++) expect(parseNote(noteName(note))).toBe(note)
    expect(noteName(60)).toBe('C4')
    expect(parseNote('Bb3')).toBe(58)
    expect(parseNote('Cb4')).toBe(59)
    expect(parseNote('H4')).toBeUndefined()
    expect(parseNote('C#b4')).toBeUndefined()
  })

  test('the triads of C major are C Dm Em F G Am Bdim', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map(degree => triad(60, 'major', degree).map(noteName))
    expect(all[1]).toEqual(['D4', 'F4', 'A4'])
    expect(all[4]).toEqual(['G4', 'B4', 'D5'])
    expect(all[6]).toEqual(['B4', 'D5', 'F5'])
    expect(chordNotes(60, 'major', 1)).toEqual([64, 67, 72])
  })

  test('notes go to the nearest one of the scale, octaves down and up too', () => {
    expect(quantise(61, 'major', 60)).toBe(60)
    expect(quantise(47, 'major', 60)).toBe(47)
    expect(quantise(46, 'major pentatonic', 60)).toBe(45)
    expect(quantise(59, 'minor pentatonic', 48)).toBe(58)
    expect(quantise(71, 'major pentatonic', 60)).toBe(72)
  })
})

describe('S1-22 helpers: units and DSP', () => {
  test('a gain of a half is −6.02 dB, a ratio of 2 twelve semitones, a bar of 120 BPM two seconds', () => {
    expect(toDecibels(0.5)).toBeCloseTo(-6.0206, 4)
    expect(toGain(-6.0206)).toBeCloseTo(0.5, 5)
    expect(toSemitones(toRatio(7))).toBeCloseTo(7, 12)
    expect(beatsToSeconds(4, 120)).toBe(2)
  })

  test('a low-pass at its cut-off with a Q of 0.707 is at −3.01 dB', () => {
    const filter = biquad('low-pass', 48_000)
    filter.tune(1000, Math.SQRT1_2)
    let [re, im] = [0, 0]
    for (let i = 0; i < 4800; i++) {
      const sample = filter.next(i === 0 ? 1 : 0)
      const phase = (2 * Math.PI * 1000 * i) / 48_000
      re += sample * Math.cos(phase)
      im -= sample * Math.sin(phase)
    }
    expect(toDecibels(Math.hypot(re, im))).toBeCloseTo(-3.0103, 3)
  })

  test('a smoother is 63.2 % of the way after its time, and silent in the end', () => {
    const smooth = onePole(0.01, 48_000)
    let value = 0
    for (let i = 0; i < 480; i++) value = smooth(1)
    expect(value).toBeCloseTo(1 - Math.exp(-1), 3)
    for (let i = 0; i < 48_000; i++) value = smooth(0)
    expect(value).toBe(0)
  })

  test('a delay line gives samples back, between frames too, up to its length', () => {
    const line = delayLine(4)
    for (const sample of [1, 2, 3, 4, 5]) line.push(sample)
    expect([0, 1, 2.5, 4, 9].map(frames => line.read(frames))).toEqual([5, 4, 2.5, 1, 1])
  })

  test('the gains of an equal-power fade have a sum of squares of 1', () => {
    for (const amount of [0, 0.2, 0.5, 1]) {
      const [a, b] = equalPower(amount)
      expect(a * a + b * b).toBeCloseTo(1, 12)
    }
  })
})
