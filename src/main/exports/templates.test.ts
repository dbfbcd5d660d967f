import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { err, fail, unwrap } from '#shared/kit'
import { projectProblems } from '#shared/graph'
import { OfflineEngines } from '../engine'
import { rootFolder, silentLog } from '../kit'
import { builtInPlugins, loadPlugins } from '../plugins'
import { listTemplates, loadTemplate } from '../project'
import { renderProject } from './render-project'

const resources = join(rootFolder(), 'resources')
const ids = readdirSync(join(resources, 'templates'))
  .filter(name => name.endsWith('.wireharp'))
  .map(name => name.replace('.wireharp', ''))
const folder = mkdtempSync(join(tmpdir(), 'wireharp-templates-'))
const plugins = loadPlugins({ builtIn: builtInPlugins() })
const engines = new OfflineEngines()
afterAll(async () => {
  await engines[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

describe('E-19 templates', () => {
  test('there are six at least, each with a sentence on what it is', async () => {
    expect(ids.length).toBeGreaterThanOrEqual(6)
    const listed = await listTemplates(resources)
    for (const id of ids) {
      expect(listed.find(template => template.id === id)?.description, id).toMatch(/^[A-Z].*\.$/)
    }
  })

  test.each(ids)('%s sounds, neither faintly nor too loud, with nothing missing', async id => {
    const { document } = unwrap(await loadTemplate(resources, id))
    expect(projectProblems(document, plugins.catalog)).toEqual([])
    const options = { document, folder, out: join(folder, `${id}.wav`), replace: true }
    const library = { decoded: async () => err(fail('asset-missing', '')) }
    const report = unwrap(
      await renderProject(
        { ...options, format: 'wav32f', from: 0, to: 3 },
        { library, plugins, engines, log: silentLog },
      ),
    )
    expect(report.bypassed).toEqual([])
    expect(report.peakDb).toBeGreaterThan(-30)
    expect(report.peakDb).toBeLessThan(0)
  })
})
