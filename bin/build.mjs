import { existsSync } from 'node:fs'
import { build } from 'electron-vite'
import { buildCatalogue } from './build-catalogue.mjs'
import { buildPlugins } from './build-plugins.mjs'
import { buildFaustAdapter } from './lib/build-faust-adapter.mjs'
import { buildSdk } from './build-sdk.mjs'
import { firstLoad, firstLoadProblem } from './lib/first-load.mjs'
import { writeLicenses } from './lib/licenses.mjs'
import { at } from './lib/root.mjs'

// Wireharp's build, run by `wireharp build` on the bundled Node: kernels, the three faces, plugins.
process.env.NODE_ENV = 'production'
process.chdir(at())

if (existsSync(at('bin/build-kernels.mjs'))) {
  const { buildKernels } = await import('./build-kernels.mjs')
  await buildKernels()
}
await build({ root: at(), mode: 'production', logLevel: 'warn' })
const tooMuch = firstLoadProblem(firstLoad(at('out/renderer')))
if (tooMuch !== undefined) throw new Error(tooMuch)
await buildPlugins({ from: at('plugins'), to: at('out/plugins') })
await buildSdk({ to: at('out/sdk') })
await buildCatalogue({ from: at('plugins/catalogue'), to: at('out/catalogue') })
await buildFaustAdapter(at('out/faust/adapter.wasm'))
writeLicenses({ root: at(), out: at('out') })
