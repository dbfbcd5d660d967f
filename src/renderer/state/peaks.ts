import { attempt } from '../kit'
import { client } from './connection'
import { projectHandle } from './project'

const STEPS = 1024
const known = new Map<string, Promise<Int8Array | undefined>>()

/** The shape of a sound as pairs (min, max), asked for once; undefined where the sound is not there. */
export function peaksOf(asset: string): Promise<Int8Array | undefined> {
  const key = `${projectHandle()}/${asset}`
  const found = known.get(key)
  if (found !== undefined) return found
  const asked = load(asset)
  known.set(key, asked)
  void asked.then(peaks => {
    if (peaks === undefined) known.delete(key)
  })
  return asked
}

async function load(asset: string): Promise<Int8Array | undefined> {
  const peaks = await attempt(
    client().library.peaks({ project: projectHandle(), asset, steps: STEPS }),
  )
  if (!peaks.ok) return undefined
  return Int8Array.from(atob(peaks.value.data), letter => letter.charCodeAt(0))
}
