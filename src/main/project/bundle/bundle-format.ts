/**
 * A bundle is a zip of one project with its sounds, to be sent to somebody: `project.wireharp`, and `audio/<file>` for
 * each of its assets. Nothing else is in it, and nothing else is taken out of it.
 */
export const BUNDLE_EXTENSION = '.wireharpz'
export const BUNDLED_PROJECT = 'project.wireharp'

const GB = 1024 ** 3
export const bundleLimits = {
  entries: 10_000,
  /** Of all sounds unpacked. */
  bytes: 8 * GB,
  /** No sound packs so well; a bomb does. */
  ratio: 400,
} as const

/** Whether a name in a bundle is one of those that a bundle has. */
export function isBundled(name: string): boolean {
  return name === BUNDLED_PROJECT || /^audio\/[^/\\\p{C}]{1,255}$/u.test(name)
}
