import { registerHooks } from 'node:module'

// Lets Node run the sources as they are (`node --import …/run-sources.ts file.ts`): it strips types by itself,
// but finds no file whose extension is left out. Tests start their child processes and threads by it.
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
})
