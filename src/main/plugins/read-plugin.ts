import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { parse as parseJson } from 'secure-json-parse'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { manifestSchema, type Manifest } from '#shared/graph'
import { parseKernelGraph } from '../engine'

/** No manifest is larger. */
const MAX_MANIFEST_BYTES = 1024 * 1024

/** No bundle is larger. */
const MAX_CODE_BYTES = 16 * 1024 * 1024

export interface PluginFolder {
  readonly folder: string
  readonly manifest: Manifest
  /** Absolute path of the code, where the plugin has any. */
  readonly code?: string
}

/** A plugin as its folder describes it. Reads plugin.json; runs nothing. All problems, not only the first. */
export function readPlugin(folder: string): Result<PluginFolder, readonly Failure[]> {
  const json = readManifest(join(folder, 'plugin.json'))
  if (!json.ok) return err([json.error])
  const parsed = manifestSchema.safeParse(json.value)
  if (!parsed.success) {
    return err(
      parsed.error.issues.map(issue => {
        const at = `/${issue.path.map(String).join('/')}`
        return fail('plugin-manifest-invalid', `At ${at}: ${issue.message}.`, at)
      }),
    )
  }
  const manifest = parsed.data
  const code = codePath(folder, manifest)
  const problems = [...(code.ok ? [] : [code.error]), ...kernelProblems(manifest)]
  if (problems.length > 0 || !code.ok) return err(problems)
  return ok({ folder, manifest, ...(code.value !== undefined && { code: code.value }) })
}

function readManifest(path: string): Result<unknown> {
  try {
    const stat = statSync(path)
    // A pipe or a device would never end.
    if (!stat.isFile()) return err(fail('plugin-manifest-invalid', 'plugin.json is no plain file.'))
    if (stat.size > MAX_MANIFEST_BYTES) {
      return err(fail('plugin-manifest-invalid', 'plugin.json is larger than 1 MB.'))
    }
    const text = readFileSync(path, 'utf8')
    return ok(parseJson(text, { protoAction: 'error', constructorAction: 'error' }))
  } catch (thrown) {
    const missing = !existsSync(path)
    return missing
      ? err(fail('file-not-found', `There is no plugin.json in the folder.`))
      : err(
          fail(
            'plugin-manifest-invalid',
            `plugin.json is no JSON: ${String(thrown).slice(0, 120)}.`,
          ),
        )
  }
}

/** The code must lie in the plugin's own folder, links followed. A folder of sources names main.ts, a built one has main.js. */
function codePath(folder: string, { main }: Manifest): Result<string | undefined> {
  if (main === undefined) return ok(undefined)
  const built = join(folder, main.replace(/\.ts$/, '.js'))
  const path = existsSync(built) ? built : join(folder, main)
  if (!existsSync(path)) {
    return err(fail('plugin-manifest-invalid', `There is no ${main} beside plugin.json.`, '/main'))
  }
  const stat = statSync(path)
  if (!stat.isFile() || stat.size > MAX_CODE_BYTES) {
    return err(
      fail('plugin-manifest-invalid', `${main} is no plain file of at most 16 MB.`, '/main'),
    )
  }
  const inside = realpathSync(path).startsWith(realpathSync(folder) + sep)
  return inside
    ? ok(path)
    : err(fail('path-refused', `${main} lies outside the plugin’s folder.`, '/main'))
}

function kernelProblems({ nodes }: Manifest): Failure[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (node.dsp.form !== 'kernels') return []
    const graph = parseKernelGraph(node.dsp, node)
    return graph.ok ? [] : [{ ...graph.error, at: `/nodes/${id}/dsp` }]
  })
}
