import { expect, test } from 'vitest'
import { killRounds } from './testing/kill-rounds'

// `bench work-kills` does it hundreds of times, and with a network.
test('F03 S0-11 killed while it separates, generates, imports and downloads, it leaves what an undisturbed run leaves', async () => {
  const work = [{ seconds: 6.5, withModel: false, music: 1.5, files: 3 }]
  const report = await killRounds({ kills: 4, seed: 3, work })
  expect(report.wrong).toEqual([])
  expect(report.kills).toBe(4)
}, 90_000)
