import { userInfo } from 'node:os'

/** Of whoever makes a plugin, where nobody said. */
export function userName(): string {
  try {
    return userInfo().username || 'Me'
  } catch {
    return 'Me'
  }
}
