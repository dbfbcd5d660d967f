import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { buildPlugins } from './build-plugins.mjs'
import { at } from './lib/root.mjs'

// Bundles bench/index.ts, which may import anything of src/main, and runs it.
await build({
  root: at(),
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@wireharp/sdk': at('plugins/sdk/index.ts') } },
  // CommonJS without named exports.
  ssr: { noExternal: ['onnx-proto', '@alexanderolsen/libsamplerate-js'] },
  build: {
    ssr: true,
    // What is measured in a process of its own loads nothing else: the collector walks through all that is there.
    rolldownOptions: {
      input: { index: at('bench/index.ts'), 'generate-child': at('bench/generate/run-child.ts') },
    },
    outDir: at('out/bench'),
    target: 'node24',
    sourcemap: true,
    emptyOutDir: true,
  },
})
await buildPlugins({ from: at('bench/scripts/plugins'), to: at('out/bench-plugins') })
await import(pathToFileURL(at('out/bench/index.js')).href)
