import { describe, expect, test } from 'vitest'
import { runTool } from '@wireharp/testing'
import plugin from './main'

describe('S2-02 music theory', () => {
  test.each([
    [['C4', 'E4', 'G4'], 'C major'],
    [[69, 72, 76], 'A minor'],
    [['E4', 'G4', 'C5'], 'C major / E'],
    [['G3', 'B3', 'D4', 'F4'], 'G dominant seventh'],
    [['B3', 'D4', 'F4', 'A4'], 'B half-diminished seventh'],
    [['C4', 'C5', 'E4', 'G4', 'G5'], 'C major'],
  ])('%j is %s', async (notes, name) => {
    const names: unknown = expect.arrayContaining([name])
    expect(await runTool(plugin, 'chord-name', { notes })).toMatchObject({ names })
  })

  test('an augmented chord has a name for each of its notes, the bass first', async () => {
    expect(await runTool(plugin, 'chord-name', { notes: [60, 64, 68] })).toMatchObject({
      names: ['C augmented', 'E augmented / C', 'G# augmented / C'],
    })
  })

  test('at 120 a quarter lasts half a second, a dotted eighth 0.375 s, an eighth triplet 1/6 s', async () => {
    const answer = await runTool(plugin, 'delay-times', { tempo: 120 })
    const seconds: unknown = expect.closeTo(1 / 6, 12)
    const hertz: unknown = expect.closeTo(6, 12)
    const times: unknown = expect.arrayContaining([
      { value: '1/4', seconds: 0.5, hertz: 2 },
      { value: '1/8 dotted', seconds: 0.375, hertz: 1 / 0.375 },
      { value: '1/8 triplet', seconds, hertz },
    ])
    expect(answer).toMatchObject({ times })
  })

  test('A4 is 440 Hz; 450 Hz is A4 and 38.91 cents', async () => {
    expect(await runTool(plugin, 'note-frequency', { note: 'A4' })).toEqual({
      note: 69,
      name: 'A4',
      frequency: 440,
      cents: 0,
    })
    expect(await runTool(plugin, 'note-frequency', { frequency: 450 })).toMatchObject({
      name: 'A4',
      cents: 38.91,
    })
    expect(await runTool(plugin, 'note-frequency', { note: 69, a4: 415 })).toMatchObject({
      frequency: 415,
    })
  })

  test('what is no note is said to be none', async () => {
    await expect(runTool(plugin, 'chord-name', { notes: ['H9', 'C4'] })).rejects.toThrow(
      'is no note',
    )
  })
})
