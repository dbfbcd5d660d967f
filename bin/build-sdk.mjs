import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { isolatedDeclarationSync } from 'rolldown/experimental'
import { at } from './lib/root.mjs'

/**
 * Builds the packages for authors, @wireharp/sdk and @wireharp/testing, into a folder each under `to`: a module and
 * its declarations, ready for `npm pack`. `wireharp plugin new` puts them beside a new plugin.
 */
export async function buildSdk({ to }) {
  rmSync(to, { recursive: true, force: true })
  await Promise.all(
    ['sdk', 'testing'].map(name => buildPackage(at('plugins', name), join(to, name))),
  )
}

async function buildPackage(from, to) {
  mkdirSync(to, { recursive: true })
  const bundled = await rolldown({
    input: join(from, 'index.ts'),
    platform: 'neutral',
    tsconfig: false,
    external: /^@wireharp\//,
    transform: { target: 'es2022' },
  })
  await bundled.write({ dir: to, format: 'es', entryFileNames: 'index.js', codeSplitting: false })
  await bundled.close()
  const sources = readdirSync(from).filter(name => /(?<!\.test)\.ts$/.test(name))
  for (const name of sources) declare(join(from, name), join(to, name.replace(/\.ts$/, '.d.ts')))
  cpSync(join(from, 'README.md'), join(to, 'README.md'))
  cpSync(at('LICENSE'), join(to, 'LICENSE'))
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
  const built = {
    ...manifest,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['*.js', '*.d.ts', 'README.md', 'LICENSE'],
  }
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(built, undefined, 2)}\n`)
}

/** Every export has its type written down, so that no program has to be checked for this. */
function declare(source, target) {
  const { code, errors } = isolatedDeclarationSync(source, readFileSync(source, 'utf8'))
  if (errors.length > 0) throw new Error(`${source}: ${errors[0].message}`)
  // Declarations are read by Node's rules too, which want the ending.
  writeFileSync(target, code.replace(/(from ["']\.\/[\w-]+)(["'])/g, '$1.js$2'))
}
