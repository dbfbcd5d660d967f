import { killRounds } from '../../src/main/clips/testing/kill-rounds'

/**
 * The app is killed (SIGKILL) at random moments while it separates (by shape, and by a tiny network of the form of HT-Demucs),
 * generates (by a tiny MusicGen), takes a folder into the library and downloads a model; started again until all is done, what is left
 * is held against an undisturbed run: every file, every row and the document, to the bit.
 */
export async function workKillsBench(rounds: number, seed: number) {
  const report = await killRounds({
    kills: rounds,
    seed,
    child: ['--no-warnings', process.argv[1] ?? '', 'work-kills-child'],
    work: [
      { seconds: 20, withModel: false, music: 6, files: 40 },
      { seconds: 5, withModel: true, music: 6, files: 40 },
    ],
  })
  const { kills, both, wholeRuns, wrong } = report
  return {
    kills,
    'with the models’ process': both,
    homes: wholeRuns,
    'wrong in all': wrong.length,
    wrong,
  }
}
