import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { parse as parseJson } from 'secure-json-parse'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { manifestSchema, scanJson, type Manifest } from '#shared/graph'
import { parseKernelGraph } from '../engine'
import { errnoOf } from '../kit'
import { fileProblems } from './file-problems'
import { misfitOf } from './issue-words'
import { noCache, type ManifestCache } from './manifest-cache'
import { schemaProblems } from './schema-problems'
import { fromSeedManifest, isSeedManifest } from './seed-manifest'

/** No manifest is larger. */
const MAX_MANIFEST_BYTES = 1024 * 1024

/** No bundle is larger. */
const MAX_CODE_BYTES = 16 * 1024 * 1024

/** No manifest nests deeper. */
const MAX_DEPTH = 64

/** Problems enough to mend; a hostile manifest has a million. */
const MAX_PROBLEMS = 50

export interface PluginFolder {
  readonly folder: string
  readonly manifest: Manifest
  /** Absolute path of the code, where the plugin has any. */
  readonly code?: string
}

/** A plugin as its folder describes it. Reads plugin.json; runs nothing. All problems, not only the first. */
export function readPlugin(
  folder: string,
  cache: ManifestCache = noCache,
): Result<PluginFolder, readonly Failure[]> {
  const text = manifestText(join(folder, 'plugin.json'))
  if (!text.ok) return err([text.error])
  const parsed = cache.of(text.value, parseManifest)
  if (!parsed.ok) return parsed
  try {
    return withFiles(folder, parsed.value)
  } catch (thrown) {
    // A folder may vanish while it is looked at.
    if (errnoOf(thrown) === undefined) throw thrown
    return err([fail('file-unreadable', `The plugin’s folder cannot be read: ${said(thrown)}.`)])
  }
}

function withFiles(folder: string, manifest: Manifest): Result<PluginFolder, readonly Failure[]> {
  const code = codePath(folder, manifest)
  const problems = [...(code.ok ? [] : [code.error]), ...fileProblems(folder, manifest)]
  if (problems.length > 0 || !code.ok) return err(problems)
  return ok({ folder, manifest, ...(code.value !== undefined && { code: code.value }) })
}

function manifestText(path: string): Result<string> {
  try {
    const stat = statSync(path)
    // A pipe or a device would never end.
    if (!stat.isFile()) return err(fail('plugin-manifest-invalid', 'plugin.json is no plain file.'))
    if (stat.size > MAX_MANIFEST_BYTES) {
      return err(fail('plugin-manifest-invalid', 'plugin.json is larger than 1 MB.'))
    }
    return ok(readFileSync(path, 'utf8'))
  } catch (thrown) {
    return existsSync(path)
      ? err(fail('file-unreadable', `plugin.json cannot be read: ${said(thrown)}.`))
      : err(fail('file-not-found', `There is no plugin.json in the folder.`))
  }
}

/** All that plugin.json says by itself, and all that is wrong with it, whatever lies beside it. */
export function parseManifest(text: string): Result<Manifest, readonly Failure[]> {
  const problem = scanJson(text, MAX_DEPTH)
  if (problem !== undefined) {
    const detail = problem === 'too-deep' ? 'nests too deep' : 'has a key that stands there twice'
    return err([fail('plugin-manifest-invalid', `plugin.json ${detail}.`)])
  }
  const json = parsedJson(text)
  if (!json.ok) return err([json.error])
  const shape = isSeedManifest(json.value) ? fromSeedManifest(json.value) : json.value
  const parsed = manifestSchema.safeParse(shape)
  if (!parsed.success) {
    return err(
      parsed.error.issues.slice(0, MAX_PROBLEMS).map(issue => {
        const { at, words } = misfitOf(issue)
        const place = at.slice(0, 200)
        const detail = `At ${place}: ${words.slice(0, 300)}.`
        return fail('plugin-manifest-invalid', detail, place)
      }),
    )
  }
  const { data } = parsed
  const problems = [...kernelProblems(data), ...noteProblems(data), ...schemaProblems(data)]
  return problems.length > 0 ? err(problems) : ok(data)
}

function parsedJson(text: string): Result<unknown> {
  try {
    return ok(parseJson(text, { protoAction: 'error', constructorAction: 'error' }))
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.slice(0, 120) : said(thrown)
    return err(fail('plugin-manifest-invalid', `plugin.json is no JSON: ${why}.`))
  }
}

function said(thrown: unknown): string {
  return String(thrown).slice(0, 120)
}

/** The code must lie in the plugin's own folder, links followed. A folder of sources names main.ts, a built one has main.js. */
function codePath(folder: string, { main }: Manifest): Result<string | undefined> {
  if (main === undefined) return ok(undefined)
  const found = namesOf(main)
    .map(name => entryAt(join(folder, name)))
    .find(entry => entry !== undefined)
  if (found === undefined) {
    return err(fail('plugin-manifest-invalid', `There is no ${main} beside plugin.json.`, '/main'))
  }
  const { path, stat, isLink } = found
  if (!stat.isFile() || stat.size > MAX_CODE_BYTES) {
    return err(
      fail('plugin-manifest-invalid', `${main} is no plain file of at most 16 MB.`, '/main'),
    )
  }
  // Beside plugin.json and no link: nothing has to be followed, which takes its time for hundreds of plugins.
  if (!isLink && !main.includes('/')) return ok(path)
  const inside = realpathSync.native(path).startsWith(realpathSync.native(folder) + sep)
  return inside
    ? ok(path)
    : err(fail('path-refused', `${main} lies outside the plugin’s folder.`, '/main'))
}

/** Where a plugin’s code may lie. */
export function codePaths(folder: string, { main }: Pick<Manifest, 'main'>): string[] {
  return main === undefined ? [] : namesOf(main).map(name => join(folder, name))
}

/** What of a plugin runs: its code, and its modules. */
export function codeFiles({ folder, manifest, code }: PluginFolder): string[] {
  const modules = Object.values(manifest.nodes).flatMap(({ dsp }) =>
    dsp.form === 'wasm' ? [join(folder, dsp.module)] : [],
  )
  return code === undefined ? modules : [code, ...modules]
}

/** The one that is built comes first. */
function namesOf(main: string): string[] {
  return [...new Set([main.replace(/\.ts$/, '.js'), main])]
}

/** What is there at a path; nothing behind a link that leads nowhere. */
function entryAt(path: string) {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  const isLink = entry?.isSymbolicLink() === true
  const stat = isLink ? statSync(path, { throwIfNoEntry: false }) : entry
  return stat === undefined ? undefined : { path, stat, isLink }
}

/** Notes go through kernels alone: a port that code never hears of would be silent, and nobody would know why. */
function noteProblems({ nodes }: Manifest): Failure[] {
  return Object.entries(nodes).flatMap(([id, { dsp, inputs, outputs }]) => {
    if (dsp.form !== 'script' && dsp.form !== 'wasm') return []
    return Object.entries({ inputs, outputs }).flatMap(([side, ports]) =>
      Object.entries(ports).flatMap(([port, { kind }]) => {
        if (kind !== 'notes') return []
        const at = `/nodes/${id}/${side}/${port}`
        const detail = `At ${at}: code has no notes; let kernels take them, as the template “Note effect” does.`
        return [fail('plugin-manifest-invalid', detail, at)]
      }),
    )
  })
}

function kernelProblems({ nodes }: Manifest): Failure[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (node.dsp.form !== 'kernels') return []
    const graph = parseKernelGraph(node.dsp, node)
    return graph.ok ? [] : [{ ...graph.error, at: `/nodes/${id}/dsp` }]
  })
}
