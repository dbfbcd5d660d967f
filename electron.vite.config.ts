import { existsSync } from 'node:fs'
import { join } from 'node:path'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'
import manifest from './package.json' with { type: 'json' }

const root = import.meta.dirname
const at = (path: string): string => join(root, path)

const alias = { '@wireharp/sdk': at('plugins/sdk/index.ts') }

const natives = { 'onnxruntime-node': manifest.optionalDependencies['onnxruntime-node'] }

/** Only what a user's machine installs stays outside the bundles: `name` and every `name/subpath`. */
const external = [
  'electron',
  ...Object.keys({ ...manifest.dependencies, ...natives }).map(
    name => new RegExp(`^${name.replace(/[/.-]/g, '\\$&')}(/.+)?$`),
  ),
]

/** An entry that is not written yet is left out, so that the rest can be built. */
function existing(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)))
}

const preloadEntry = at('src/preload/index.ts')
const page = at('src/renderer/index.html')

const main: UserConfig['main'] = {
  resolve: { alias },
  build: {
    target: 'node24',
    sourcemap: true,
    emptyOutDir: true,
    outDir: at('out/main'),
    externalizeDeps: false,
    rolldownOptions: {
      external,
      input: existing({
        index: at('src/main/index.ts'),
        cli: at('src/main/shell/cli/index.ts'),
        'engine-host': at('src/main/engine/host/index.ts'),
        'plugin-host': at('src/main/plugin-host/host/index.ts'),
        'helper-thread': at('src/main/engine/render/helper-thread.ts'),
        'output-thread': at('src/main/engine/host/output-thread.ts'),
        'watchdog-thread': at('src/main/sandbox/watchdog-thread.ts'),
        'script-host': at('src/main/sandbox/host/index.ts'),
        'host-nursery': at('src/main/sandbox/nursery/index.ts'),
        'package-worker': at('src/main/plugins/packages/worker/index.ts'),
        'inference-host': at('src/main/inference/host/index.ts'),
        'inference-worker': at('src/main/inference/host/worker.ts'),
        'market-thread': at('src/main/market-thread.ts'),
        'checkpoint-thread': at('src/main/store/checkpoint-thread.ts'),
        'decode-worker': at('src/main/library/decode-worker.ts'),
      }),
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
}

const preload: UserConfig['preload'] = {
  build: {
    sourcemap: true,
    emptyOutDir: true,
    outDir: at('out/preload'),
    externalizeDeps: false,
    rolldownOptions: {
      external: ['electron'],
      input: { index: preloadEntry },
      // A sandboxed preload cannot be an ES module.
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
}

const renderer: UserConfig['renderer'] = {
  root: at('src/renderer'),
  base: './',
  plugins: [react(), tailwind()],
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    sourcemap: true,
    minify: true,
    emptyOutDir: true,
    outDir: at('out/renderer'),
    // The page's policy is `script-src 'self'`: nothing may turn into a data or blob URL.
    assetsInlineLimit: 0,
    // In kB, as written. What is measured is the first load: see docs/performance.md.
    chunkSizeWarningLimit: 800,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: page,
      // Tailwind's generated style sheet has no source to map to.
      onLog: (level, log, handle) => {
        if (log.code !== 'SOURCEMAP_BROKEN') handle(level, log)
      },
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'parts',
              test: /node_modules[\\/](@radix-ui|@floating-ui|@orpc|mutative|react-resizable-panels)[\\/]/,
            },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
            { name: 'canvas', test: /node_modules[\\/](@xyflow|d3-[a-z]+)[\\/]/ },
          ],
        },
      },
    },
  },
}

export default defineConfig({
  main,
  ...(existsSync(preloadEntry) && { preload }),
  ...(existsSync(page) && { renderer }),
})
