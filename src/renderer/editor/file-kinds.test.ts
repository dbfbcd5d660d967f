import { describe, expect, test } from 'vitest'
import { dropHint, kindOf } from './file-kinds'

describe('E-18 what a drop is', () => {
  test.each([
    ['kick.WAV', 'sound'],
    ['song.mid', 'midi'],
    ['song.wireharp', 'project'],
    ['song.wireharpz', 'bundle'],
    ['echo-1.0.0.tgz', 'package'],
    ['Warm pad.wireharp-preset', 'preset'],
    ['notes.txt', 'other'],
    ['wav', 'other'],
    ['virus.wav.exe', 'other'],
  ])('%s is taken as %s', (name, kind) => {
    expect(kindOf({ name })).toBe(kind)
  })

  test('what is about to happen is said before the drop', () => {
    expect(dropHint(['audio/wav'], 'player')).toContain('replace')
    expect(dropHint(['audio/wav'], 'canvas')).toContain('a player')
    expect(dropHint(['audio/wav', 'audio/flac'], 'canvas')).toContain('players')
    expect(dropHint(['audio/midi'], 'canvas')).toContain('MIDI')
    expect(dropHint(['audio/x-midi'], 'cable')).toContain('MIDI')
    expect(dropHint(['audio/wav'], 'cable')).toContain('where this cable ends')
    expect(dropHint(['application/gzip'], 'window')).toContain('install')
    expect(dropHint(['application/json'], 'node')).toContain('into this node')
    expect(dropHint(['application/json'], 'cable')).toContain('into this cable')
    expect(dropHint([''], 'cable')).toMatch(/into this cable; a project or bundle opens/)
    expect(dropHint([''], 'canvas')).toContain('bundle')
    expect(dropHint([], 'window')).toContain('folder')
  })
})
