import { closeSync, openSync } from 'node:fs'

/** Descriptor of a sound's file, closed with its owner; undefined where there is none to read. */
export function openSound(path: string, owner: DisposableStack): number | undefined {
  try {
    const file = openSync(path, 'r')
    owner.defer(() => closeSync(file))
    return file
  } catch {
    return undefined
  }
}
