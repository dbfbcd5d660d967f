import { attempt } from '../kit'
import { client } from './connection'
import { playback } from './playback'

const EVERY_MS = 2000

/** Tells the shell how often the sound ran out: the system sensor reads it, and only the page can know. */
export function tellUnderruns(): void {
  let told = 0
  setInterval(() => {
    const { underruns } = playback().counters()
    if (underruns === told) return
    told = underruns
    void attempt(client().sensors.tellUnderruns({ count: underruns }))
  }, EVERY_MS)
}
