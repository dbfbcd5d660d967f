import { userInfo } from 'node:os'

/** Of this machine: whoever makes a plugin or grants a right, where nobody said. */
export function userName(): string {
  try {
    return userInfo().username || 'Me'
  } catch {
    return 'Me'
  }
}
