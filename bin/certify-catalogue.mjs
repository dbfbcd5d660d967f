#!/usr/bin/env node
// Runs the plugins of plugins/catalogue through their checks and keeps what comes out beside each, as certificate.json:
// `node bin/certify-catalogue.mjs [ids…]`. The build takes a certificate that is of the very files, and makes one for
// itself where there is none: this spares it the time. Costs are of the machine that this runs on; leave it alone meanwhile.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { at } from './lib/root.mjs'

const wanted = process.argv.slice(2)
const ids = readdirSync(at('plugins/catalogue')).filter(
  id => wanted.length === 0 || wanted.includes(id),
)
let failed = 0
for (const id of ids) {
  const folder = at('plugins/catalogue', id)
  const { status } = spawnSync(
    process.execPath,
    [at('bin/wireharp.mjs'), 'plugin', 'validate', folder, '--save', `${folder}/certificate.json`],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  if (status !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
