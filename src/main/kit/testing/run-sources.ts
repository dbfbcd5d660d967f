import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// Lets Node run the sources as they are (`node --import …/run-sources.ts file.ts`): it strips types by itself,
// but finds no file whose extension is left out, and does not know Vite’s `import.meta.glob`. Tests start their child processes
// and threads by it.
registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
    if (!ours || /\.[cm]?[jt]s$/.test(specifier)) return next(specifier, context)
    try {
      return next(`${specifier}.ts`, context)
    } catch {
      return next(`${specifier}/index.ts`, context)
    }
  },
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith('.ts')) return loaded
    const { source } = loaded
    const text = source instanceof Uint8Array ? new TextDecoder().decode(source) : (source ?? '')
    if (typeof text !== 'string' || !/import\.meta\.glob\b/.test(text)) return loaded
    return { ...loaded, source: withImports(text, dirname(fileURLToPath(url))) }
  },
})

/** Every eager glob as the imports that it stands for. */
function withImports(text: string, folder: string): string {
  const imports: string[] = []
  const glob = /import\.meta\.glob\s*(?:<.*>)?\(\s*'([^']+)',\s*\{ eager: true \},?\s*\)/g
  const body = text.replaceAll(glob, (_all, pattern: string) => {
    const files = globSync(pattern, { cwd: folder }).toSorted()
    const entries = files.map(file => {
      imports.push(`import * as glob${imports.length} from './${file}'`)
      return `'./${file}': glob${imports.length - 1}`
    })
    return `({ ${entries.join(', ')} })`
  })
  return `${imports.join('\n')}\n${body}`
}
