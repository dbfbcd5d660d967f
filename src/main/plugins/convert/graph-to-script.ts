import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManifestInput, NodeCatalog, NodeSpec } from '#shared/graph'
import { err, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { cannotConvert, flatNodes, labelOf } from './flat-nodes'
import { scriptParts } from './parts'
import { writeParts, type WrittenParts } from './script-writer'

/** A plugin with one node, whose code does what a graph of nodes did. */
export interface ConvertedScript {
  readonly manifest: string
  readonly code: string
}

export interface ScriptToWrite {
  readonly id: string
  readonly name: string
  readonly author: string
  readonly node: NodeSpec
}

/** Writes nodes as the code of one node. `parts` is the folder of what is written for each kernel. */
export async function graphToScript(
  { id, name, author, node }: ScriptToWrite,
  catalog: NodeCatalog,
  parts: string,
): Promise<Result<ConvertedScript>> {
  const spec = withoutHeld(node, catalog)
  const flat = flatNodes(spec, catalog)
  if (!flat.ok) return flat
  if (flat.value.nodes.length === 0) return err(cannotConvert('There is nothing in it.'))
  const written = writeParts(spec, flat.value)
  if (!written.ok) return written
  const texts = await partTexts(written.value.files, parts)
  if (!texts.ok) return texts
  const names = flat.value.nodes.map(each => labelOf(each.node, catalog))
  return ok({
    manifest: manifestOf({ id, name, author, node: spec }, written.value),
    code: codeOf(id, spec, names, written.value, texts.value),
  })
}

/** Parameters that a script has to hold are none of its own: their value is the one of now. */
function withoutHeld(node: NodeSpec, catalog: NodeCatalog): NodeSpec {
  const { dsp } = node
  if (dsp.form !== 'graph') return node
  const held = Object.entries(dsp.params).filter(([, target]) => {
    const definition = catalog.get(dsp.nodes[target.node]?.type ?? '')
    if (definition?.dsp.form !== 'kernels') return false
    return Object.values(definition.dsp.kernels).some(({ kernel, params }) =>
      Object.keys(scriptParts[kernel]?.only ?? {}).some(param => {
        const binding = params[param]
        return typeof binding === 'object' && 'param' in binding && binding.param === target.param
      }),
    )
  })
  const gone = new Set(held.map(([id]) => id))
  const kept = <Item>(record: Readonly<Record<string, Item>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(id)))
  return { ...node, params: kept(node.params), dsp: { ...dsp, params: kept(dsp.params) } }
}

function manifestOf({ id, name, author, node }: ScriptToWrite, { channels }: WrittenParts): string {
  const { label: _label, tags: _tags, dsp: _dsp, ...rest } = node
  const outputs = Object.fromEntries(
    Object.entries(node.outputs).map(([port, spec]) => {
      const width = channels.get(port)
      return [
        port,
        spec.kind === 'audio' && width !== undefined ? { ...spec, channels: width } : spec,
      ]
    }),
  )
  const manifest: ManifestInput = {
    id,
    name,
    version: '0.1.0',
    api: 1,
    author,
    description: node.description || name,
    licence: 'UNLICENSED',
    category: 'My plugins',
    main: 'main.ts',
    nodes: { [id]: { ...rest, label: name.slice(0, 40), outputs, dsp: { form: 'script' } } },
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

function codeOf(
  id: string,
  { kind }: NodeSpec,
  names: readonly string[],
  { setup, process }: WrittenParts,
  texts: readonly string[],
): string {
  const form = kind === 'generator' ? 'generator' : kind === 'analyzer' ? 'analyzer' : 'effect'
  const lines = (list: readonly string[], indent: string) =>
    list.map(line => `${indent}${line}`).join('\n')
  const first = setup.some(line => line.includes('sampleRate')) ? '{ sampleRate }' : ''
  const given = ['inputs', 'outputs', 'params'].filter(word =>
    process.some(line => new RegExp(`\\b${word}\\b`).test(line)),
  )
  return `// ${names.join(', ')}: made of nodes. “Edit as graph” opens them again as long as this code stays as it is.
import { definePlugin, ${form} } from '@wireharp/sdk'
import manifest from './plugin.json'

export default definePlugin(manifest, {
  nodes: {
    '${id}': ${form}((${first}) => {
${lines(setup, '      ')}
      return {
        process({ ${given.join(', ')} }) {
${lines(process, '          ')}
        },
      }
    }),
  },
})

${texts.join('\n')}`
}

/** What the script is put together of, each once, what others need with it. */
async function partTexts(
  files: ReadonlySet<string>,
  folder: string,
): Promise<Result<readonly string[]>> {
  const texts = new Map<string, string>()
  const open = [...files]
  for (let file = open.shift(); file !== undefined; file = open.shift()) {
    if (texts.has(file)) continue
    const path = join(folder, `${file}.ts`)
    // oxlint-disable-next-line no-await-in-loop
    const text = await attempt(
      () => readFile(path, 'utf8'),
      errno => readFailure(errno, `file “${path}”`),
    )
    if (!text.ok) return text
    for (const [, needed = ''] of text.value.matchAll(/from '\.\/([\w-]+)'/g)) open.push(needed)
    texts.set(file, text.value.replaceAll(/^import .*\n+/gm, '').replaceAll(/^export /gm, ''))
  }
  return ok([...texts.values()])
}
