import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'

// bin/build-plugins.mjs runs this file as it is, so it imports nothing of ours.

/** Where the modules lie that a plugin may import, by name. */
export type SdkModules = Readonly<Record<string, string>>

export interface BundledCode {
  /** One ES module without imports. */
  readonly code: string
  /** Its source map, JSON. */
  readonly map: string
}

export interface BundleOptions {
  /** Nothing outside of it may be read, the modules apart. */
  readonly folder: string
  /** A file of the folder; or a module’s text, that is taken for one beside plugin.json. */
  readonly entry: string | { readonly text: string }
  readonly modules: SdkModules
  /** Whether Node’s own modules stay imports: for tests, which run on Node. */
  readonly node?: boolean
}

const VIRTUAL = 'wireharp-entry.js'

/** Bundles a plugin’s code. Throws, in words for its author, where it imports what cannot be bundled. */
export async function bundleCode(options: BundleOptions): Promise<BundledCode> {
  const { entry, modules, node = false } = options
  const folder = await realpath(options.folder)
  const input = typeof entry === 'string' ? join(folder, entry) : join(folder, VIRTUAL)
  const bundled = await rolldown({
    input,
    cwd: folder,
    platform: 'neutral',
    tsconfig: false,
    // Packages of the plugin’s own `node_modules` go into its bundle; those of folders around it are refused below.
    resolve: { alias: { ...modules }, mainFields: ['module', 'main'] },
    transform: { target: 'es2022' },
    ...(node && { external: /^node:/ }),
    plugins: [contained(folder, modules, typeof entry === 'string' ? undefined : entry.text)],
    // A warning here is an import that was left for later, or worse; that the machine is slow is none.
    onLog: (level, log) => {
      if (level === 'warn' && log.code !== 'PLUGIN_TIMINGS') throw new Error(log.message)
    },
  })
  try {
    const { output } = await bundled.generate({
      // Where the map counts its sources from.
      dir: folder,
      format: 'es',
      entryFileNames: 'main.js',
      codeSplitting: false,
      sourcemap: true,
      minify: false,
    })
    const [chunk] = output
    const left = [...chunk.imports, ...chunk.dynamicImports].filter(
      name => !(node && name.startsWith('node:')),
    )
    if (left.length > 0 || output.some(({ type }, index) => type === 'chunk' && index > 0)) {
      throw new Error(`It imports ${left.join(', ')}.`)
    }
    return { code: chunk.code, map: String(chunk.map) }
  } finally {
    await bundled.close()
  }
}

/** Refuses files outside of the folder, wherever a link or a way up would lead. */
function contained(folder: string, modules: SdkModules, text: string | undefined): Plugin {
  const open = [folder, ...Object.values(modules).map(path => dirname(path))]
  const virtual = join(folder, VIRTUAL)
  return {
    name: 'contained',
    resolveId: id => (text !== undefined && id === virtual ? id : undefined),
    async load(id) {
      if (text !== undefined && id === virtual) return text
      if (id.startsWith('\0')) return undefined
      const path = await realpath(id)
      if (!open.some(place => path.startsWith(place + sep))) {
        throw new Error(`It imports ${id}, which lies outside of its folder.`)
      }
      // Text that is imported, as a JSON file is, is read by the bundler.
      return /\.[cm]?[jt]s$/.test(id) ? { code: await readFile(path, 'utf8') } : undefined
    },
  }
}
