import { describe, expect, test } from 'vitest'
import type { JobInfo } from '#shared/contract'
import { soundsOfJob } from './reveal'

const job = (more: Partial<JobInfo>): JobInfo => ({
  id: 'j',
  kind: 'x/y',
  lane: 'x',
  title: 'A job',
  state: 'completed',
  priority: 'normal',
  progress: 1,
  attempts: 1,
  createdAt: 0,
  input: {},
  ...more,
})

describe('S0-12 where the sounds of a job are in the library', () => {
  test.each([
    [{ path: '/d/media/tracks/9d1c.wav' }, { folder: '/d/media/tracks', text: '9d1c' }],
    [
      { stems: [{ name: 'drums', path: '/d/media/stems/4fXk/drums.wav' }] },
      { folder: '/d/media/stems', text: '4fXk' },
    ],
    [
      { clips: { clip: 'C:\\d\\media\\clips\\ab.wav' } },
      { folder: 'C:\\d\\media\\clips', text: 'ab' },
    ],
    [{ files: [{ path: '/home/me/out.flac' }] }, { folder: '/home/me', text: 'out' }],
  ])('%j', (result, place) => {
    expect(soundsOfJob(job({ result }))).toEqual(place)
  })

  test('a folder that was looked through is that folder', () => {
    const input = { folder: 1, path: '/home/me/sounds' }
    expect(soundsOfJob(job({ kind: 'library/import', input, result: { added: 3 } }))).toEqual({
      folder: '/home/me/sounds',
      text: '',
    })
  })

  test('what is not done, and what has made no sound, has none', () => {
    expect(soundsOfJob(job({ state: 'failed', result: { path: '/d/a.wav' } }))).toBeUndefined()
    expect(soundsOfJob(job({ result: { text: 'words', path: '/d/a.json' } }))).toBeUndefined()
    expect(soundsOfJob(job({}))).toBeUndefined()
  })
})
