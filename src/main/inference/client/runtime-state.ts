import { access, readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { rootFolder } from '../../kit'

const RUNTIME = 'onnxruntime-node'
const versions = z.record(z.string(), z.string()).default({})
const pinsSchema = z.object({ dependencies: versions, optionalDependencies: versions })
const packageSchema = z.object({ version: z.string() })

export interface RuntimePlaces {
  /** Where Wireharp’s package.json lies, which pins the runtime. */
  readonly root?: string
  readonly platform?: string
  readonly arch?: string
}

/**
 * Whether models can run here: onnxruntime is installed, in the very version that is pinned, with a build for this platform. It is not
 * loaded for it: that happens in the inference process alone.
 */
export async function runtimeState({
  root = rootFolder(),
  platform = process.platform,
  arch = process.arch,
}: RuntimePlaces = {}): Promise<Result<{ readonly version: string }>> {
  const pins = pinsSchema.parse(await jsonIn(join(root, 'package.json')))
  const pinned = pins.dependencies[RUNTIME] ?? pins.optionalDependencies[RUNTIME] ?? ''
  const folder = folderOf(root)
  if (folder === undefined) return absent('onnxruntime is not installed.')
  const found = packageSchema.safeParse(await jsonIn(join(folder, 'package.json')))
  const version = found.data?.version ?? 'of no version'
  if (version !== pinned) {
    return absent(
      `onnxruntime ${version} is installed, and ${pinned} is the one that is known to work.`,
    )
  }
  const apis = await readdir(join(folder, 'bin')).catch(() => [])
  const builds = apis.map(api =>
    join(folder, 'bin', api, platform, arch, 'onnxruntime_binding.node'),
  )
  for (const build of builds) {
    const isThere = await access(build).then(
      () => true,
      () => false,
    )
    if (isThere) return ok({ version })
  }
  return absent(`onnxruntime ${version} has no build for ${platform} ${arch}.`)
}

function absent(reason: string): Result<never> {
  return err(fail('inference-absent', reason))
}

function folderOf(root: string): string | undefined {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve(`${RUNTIME}/package.json`))
  } catch {
    return undefined
  }
}

async function jsonIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
