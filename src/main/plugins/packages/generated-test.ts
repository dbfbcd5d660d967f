import { manifestSchema } from '#shared/graph'
import type { PackageFile } from './package-limits'

/**
 * A test for a plugin that is made of nodes: what is shown of it leads somewhere inside, and begins where it was when it
 * was made. What it does to sound is checked by `wireharp plugin test` itself.
 */
export function generatedTest(manifest: string): PackageFile | undefined {
  const parsed = manifestSchema.safeParse(json(manifest))
  if (!parsed.success) return undefined
  const lines = Object.entries(parsed.data.nodes).flatMap(([id, { dsp, params }]) => {
    if (dsp.form !== 'graph') return []
    const values = Object.entries(params).map(([param, spec]) => [param, spec.default])
    return [
      `test(${JSON.stringify(`${id}: every port and knob is one inside`)}, () => {`,
      `  const { dsp } = manifest.nodes[${JSON.stringify(id)}]`,
      `  for (const { node } of Object.values({ ...dsp.inputs, ...dsp.outputs, ...dsp.params })) {`,
      `    ok(node in dsp.nodes)`,
      `  }`,
      `})`,
      ``,
      `test(${JSON.stringify(`${id}: knobs begin where they were when it was made`)}, () => {`,
      `  const { params } = manifest.nodes[${JSON.stringify(id)}]`,
      `  const begin = Object.entries(params).map(([id, spec]) => [id, spec.default])`,
      `  equal(begin, ${JSON.stringify(values)})`,
      `})`,
      ``,
    ]
  })
  if (lines.length === 0) return undefined
  const text = [
    `import { equal, ok, test } from '@wireharp/testing'`,
    `import manifest from './plugin.json'`,
    ``,
    ...lines,
  ].join('\n')
  return { path: 'plugin.test.ts', bytes: Buffer.from(text) }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
