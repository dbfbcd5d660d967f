import type { NodeDefinition } from '#shared/graph'

/** What there is of outputs, as their sockets stand. */
export function inOrder<Value>(
  made: readonly (readonly [string, Value])[],
  { outputs }: Pick<NodeDefinition, 'outputs'>,
): readonly (readonly [string, Value])[] {
  const ports = Object.keys(outputs)
  return made.toSorted(([a], [b]) => ports.indexOf(a) - ports.indexOf(b))
}
