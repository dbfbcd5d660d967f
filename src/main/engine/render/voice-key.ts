/** What a stage may read: by voice, or undefined outside the voices. */
export type Voice = number | undefined

/** By which an instance of a stage is found. */
export function keyOf(stage: string, voice: Voice): string {
  return voice === undefined ? stage : `${stage}/${voice}`
}
