import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { codeFileOf, type ScriptSource, type WrittenScript } from '#shared/contract'
import { idFrom, nodeSpecSchema, type NodeCatalog, type NodeSpec } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, sha256, userName, writeDurably } from '../../kit'
import { graphToScript } from '../convert'
import { installPlugin, type InstallPlaces } from './install-plugin'
import { pluginIds } from './plugin-ids'
import { tryPlugin } from './try-plugin'
import { writeFiles } from './write-files'

/** Where scripts are written in the app, and what they begin as. */
export interface ScriptPlaces extends InstallPlaces {
  /** Holds a folder a plugin, by its id. */
  readonly sources: string
  /** Holds `script-templates` and `plugin-templates`. */
  readonly templates: string
  /** What is written for each kernel of a graph. */
  readonly parts: string
}

/** The code is in the file that plugin.json names. */
const FILES = { manifest: 'plugin.json', graph: 'graph.json' } as const

/** Makes a plugin with one script node out of a template, and installs it: its node is there at once. */
export async function newScript(
  { name, template }: { readonly name: string; readonly template: string },
  places: ScriptPlaces,
): Promise<Result<WrittenScript>> {
  const from = templateFolder(places.templates, template)
  const known = await readBoth(from)
  if (!known.ok) return known
  const id = freeId(idFrom(name), places)
  const label = name.trim().slice(0, 40) || 'My plugin'
  const author = JSON.stringify(userName()).slice(1, -1)
  const filled = (text: string) =>
    text
      .replaceAll('my-plugin', id)
      // Not of “My plugins”, which is a heading of the browser.
      .replaceAll(/My plugin(?!s)/g, () => JSON.stringify(label).slice(1, -1))
      .replaceAll('Your name', author)
  const folder = join(places.sources, id)
  const written = await writeFiles(folder, [
    { path: FILES.manifest, bytes: Buffer.from(filled(known.value.manifest)) },
    ...(known.value.code === ''
      ? []
      : [
          {
            path: codeFileOf(known.value.manifest),
            bytes: Buffer.from(filled(known.value.code)),
          },
        ]),
  ])
  return written.ok ? install(id, places) : written
}

/** Those that `wireharp plugin new` has are the same here. */
function templateFolder(templates: string, template: string): string {
  const own = join(templates, 'script-templates', template)
  return existsSync(own) ? own : join(templates, 'plugin-templates', template)
}

/** Makes a plugin with one script node that does what a graph of nodes does, and keeps the graph beside it. */
export async function scriptOfGraph(
  { name, node }: { readonly name: string; readonly node: NodeSpec },
  catalog: NodeCatalog,
  places: ScriptPlaces,
): Promise<Result<WrittenScript>> {
  const id = freeId(idFrom(name), places)
  const wanted = { id, name, author: userName(), node }
  const converted = await graphToScript(wanted, catalog, places.parts)
  if (!converted.ok) return converted
  const { manifest, code } = converted.value
  const graph = { format: 1, code: sha256(Buffer.from(code)), node }
  const written = await writeFiles(join(places.sources, id), [
    { path: FILES.manifest, bytes: Buffer.from(manifest) },
    { path: codeFileOf(manifest), bytes: Buffer.from(code) },
    { path: FILES.graph, bytes: Buffer.from(`${JSON.stringify(graph, undefined, 2)}\n`) },
  ])
  return written.ok ? install(id, places) : written
}

const graphSchema = z.object({
  format: z.literal(1),
  /** SHA-256 of the code that was made of it. */
  code: z.string(),
  node: nodeSpecSchema,
})

/** The graph that a script was made of, as long as it is the same script. */
export async function graphOfScript(
  id: string,
  { sources }: Pick<ScriptPlaces, 'sources'>,
): Promise<Result<NodeSpec>> {
  const source = await readScript(id, { sources })
  if (!source.ok) return source
  const path = join(sources, id, FILES.graph)
  const gone = err(
    fail('script-without-graph', `“${id}” was not made of nodes, or was changed since.`),
  )
  if (!existsSync(path)) return gone
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, `file “${path}”`),
  )
  if (!text.ok) return text
  const parsed = graphSchema.safeParse(parseJson(text.value))
  const isSame = parsed.success && parsed.data.code === sha256(Buffer.from(source.value.code))
  return isSame ? ok(parsed.data.node) : gone
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a plugin that was written here is made of. */
export async function readScript(
  id: string,
  { sources }: Pick<ScriptPlaces, 'sources'>,
): Promise<Result<ScriptSource>> {
  const folder = join(sources, id)
  if (!existsSync(join(folder, FILES.manifest))) {
    return err(fail('script-not-here', `The code of “${id}” is not here.`))
  }
  const both = await readBoth(folder)
  return both.ok ? ok({ plugin: id, ...both.value }) : both
}

/** Keeps what was written, whatever it is, and takes it in where it is a plugin: what sounds goes on with it. */
export async function writeScript(
  { plugin, manifest, code }: ScriptSource,
  places: ScriptPlaces,
): Promise<Result<WrittenScript>> {
  const present = await readScript(plugin, places)
  if (!present.ok) return present
  const folder = join(places.sources, plugin)
  const file = codeFileOf(manifest)
  for (const [path, text] of [
    [FILES.manifest, manifest],
    ...(code === '' && !existsSync(join(folder, file)) ? [] : [[file, code] as const]),
  ] as const) {
    const written = await writeDurably(join(folder, path), text)
    if (!written.ok) return written
  }
  return install(plugin, places)
}

async function install(id: string, places: ScriptPlaces): Promise<Result<WrittenScript>> {
  const folder = join(places.sources, id)
  const isAnother = (found: { readonly id: string }): Failure | undefined =>
    found.id === id
      ? undefined
      : fail('plugin-manifest-invalid', `Its id is “${id}” for good, not “${found.id}”.`, '/id')
  const installed = await installPlugin(folder, places, isAnother)
  if (!installed.ok) return ok({ plugin: id, problems: installed.error })
  const tried = await tryPlugin(folder)
  const { version } = installed.value
  return ok({ plugin: id, version, problems: tried.ok ? [] : tried.error })
}

async function readBoth(
  folder: string,
): Promise<Result<{ readonly manifest: string; readonly code: string }>> {
  return attempt(
    async () => {
      const manifest = await readFile(join(folder, FILES.manifest), 'utf8')
      const path = join(folder, codeFileOf(manifest))
      // What is made of kernels alone has none.
      return { manifest, code: existsSync(path) ? await readFile(path, 'utf8') : '' }
    },
    errno => readFailure(errno, `folder “${folder}”`),
  )
}

function freeId(base: string, { plugins, builtIn, sources }: ScriptPlaces): string {
  const taken = new Set([...pluginIds(plugins), ...pluginIds(builtIn)])
  let id = base
  for (let count = 2; taken.has(id) || existsSync(join(sources, id)); count++) {
    id = `${base}-${count}`
  }
  return id
}
