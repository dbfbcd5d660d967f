import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog, systemClock } from '../../kit'
import { PluginManager, valueProblems } from '../../plugins'
import { createPluginTools, type PluginToolsParts } from '..'

/** A plugin for tests: parts of its manifest, and its code as text. */
export interface TestPlugin {
  readonly manifest: object
  readonly code: string
}

export async function writePlugin(root: string, id: string, { manifest, code }: TestPlugin) {
  const folder = join(root, id)
  await mkdir(folder, { recursive: true })
  const whole = {
    id,
    name: id,
    version: '1.0.0',
    api: 1,
    author: 'Tests',
    description: 'For tests.',
    licence: 'Apache-2.0',
    category: 'Tests',
    main: 'main.js',
    ...manifest,
  }
  await writeFile(join(folder, 'plugin.json'), JSON.stringify(whole))
  await writeFile(join(folder, 'main.js'), `export default { ${code} }`)
  return folder
}

/** The manager over folders of their own, with everything that runs plugins beside their sound. */
export async function withPlugins(
  plugins: Readonly<Record<string, TestPlugin>>,
  parts: Partial<PluginToolsParts> = {},
  builtIn?: string,
) {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-tools-')))
  const paths = {
    home,
    data: join(home, 'data'),
    config: join(home, 'config'),
    cache: join(home, 'cache'),
    logs: join(home, 'logs'),
    projects: join(home, 'Wireharp'),
  }
  for (const [id, plugin] of Object.entries(plugins)) {
    await writePlugin(join(paths.data, 'plugins'), id, plugin)
  }
  const manager = new PluginManager({
    builtIn: builtIn ?? join(home, 'none'),
    paths,
    clock: systemClock,
    log: silentLog,
    env: {},
  })
  const tools = await createPluginTools({
    directory: manager,
    problems: valueProblems,
    paths,
    clock: systemClock,
    log: silentLog,
    ...parts,
  })
  return {
    ...tools,
    home,
    paths,
    manager,
    call: (tool: string, input: object = {}) => tools.tools.run(tool, input),
    async [Symbol.asyncDispose]() {
      await tools[Symbol.asyncDispose]()
      await manager[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}
