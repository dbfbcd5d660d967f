import { attempt } from '../kit'
import { client } from './connection'
import { projectHandle } from './project'

const STEPS = 1024
/** As fine as the shell gives them. */
const MOST_STEPS = 8192
const known = new Map<string, Promise<Int8Array | undefined>>()

/** The shape of a sound as pairs (min, max), asked for once; undefined where the sound is not there. */
export function peaksOf(asset: string, steps = STEPS): Promise<Int8Array | undefined> {
  const key = `${projectHandle()}/${asset}/${steps}`
  const found = known.get(key)
  if (found !== undefined) return found
  const asked = load(asset, steps)
  known.set(key, asked)
  void asked.then(peaks => {
    if (peaks === undefined) known.delete(key)
  })
  return asked
}

const there = new Map<string, Int8Array>()

/**
 * The shape of a sound for a place of so many pixels, to be asked before every paint: as fine as that needs, or what is
 * there by now, while `onLoad` is told of the rest.
 */
export function sharpPeaks(asset: string, pixels: number, onLoad: () => void) {
  const steps = pixels > 4 * STEPS ? MOST_STEPS : STEPS
  const key = `${projectHandle()}/${asset}`
  const found = there.get(`${key}/${steps}`)
  if (found !== undefined) return found
  void peaksOf(asset, steps).then(peaks => {
    if (peaks === undefined || there.get(`${key}/${steps}`) === peaks) return
    there.set(`${key}/${steps}`, peaks)
    onLoad()
  })
  return there.get(`${key}/${STEPS}`)
}

async function load(asset: string, steps: number): Promise<Int8Array | undefined> {
  const peaks = await attempt(client().library.peaks({ project: projectHandle(), asset, steps }))
  if (!peaks.ok) return undefined
  return Int8Array.from(atob(peaks.value.data), letter => letter.charCodeAt(0))
}
