import { customAlphabet } from 'nanoid'

/** Letters and digits only, so that an id never begins with a sign that ids must not begin with. */
const make = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 12)

/** A new id for a node, a cable, a transaction or a gesture. */
export function newId(): string {
  return make()
}
