import { customAlphabet } from 'nanoid'

/** Letters and digits only: an id that begins with a dash cannot be named on a command line, nor in a file's name. */
const make = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 12)

/** A new id, for whatever has one: a node, a cable, a job, a request. */
export function newId(): string {
  return make()
}
