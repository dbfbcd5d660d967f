import { fail, type Failure } from '#shared/kit'

/** Another Wireharp writes a file of the plugins’ for longer than it should. */
export function busyFailure(name: string): Failure {
  return fail('plugin-busy', `${name} is being written by another Wireharp.`)
}
