import type { Cable } from '#shared/graph'

/** The id of the handle at which a cable that turns a parameter ends; no port is called so. */
export function paramHandle(param: string): string {
  return `~${param}`
}

/** The parameter that a handle belongs to, if it is one of a parameter. */
export function paramOfHandle(handle: string): string | undefined {
  return handle.startsWith('~') ? handle.slice(1) : undefined
}

/** The handle of a cable's end on the node that it goes to. */
export function targetHandle({ to, depth }: Pick<Cable, 'to' | 'depth'>): string {
  return depth === undefined ? to.port : paramHandle(to.port)
}

export function isParamHandle(handle: string): boolean {
  return handle.startsWith('~')
}
