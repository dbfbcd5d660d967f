import { join } from 'node:path'
import { err, fail, type Result } from '#shared/kit'
import type { PermissionsContract, ServiceOf } from '#shared/contract'
import {
  AskDesk,
  Broker,
  createPermissionsService,
  FileBroker,
  GrantBook,
  Grants,
  JsonLines,
  NetworkBroker,
  OscBroker,
  PluginStorage,
  type AskPort,
  type Extra,
} from '../grants'
import type { AppPaths, Clock, Log } from '../kit'
import { PolicyFile } from '../policy'
import { readPin, writePin } from './abilities/gpio'
import { midiOutputOf, midiOutputs, sendMidi } from './abilities/midi'
import { askSerial, serialDeviceOf } from './abilities/serial'
import { MachineMonitor } from './abilities/machine-stats'
import { callProblem, calledTool, coversTool, toolCall } from './abilities/call-tool'
import { musicExtras, type MusicMaker } from './abilities/music'
import { OwnModels, type ModelShelf } from './models'
import { editProject, readProject, type ProjectPort } from './abilities/project'
import type { PluginDirectory } from './plugin-directory'
import { PluginInstances } from './plugin-instances'
import { PluginRunner } from './plugin-runner'
import { PluginWorks } from './works'
import { createToolsService, type Tools, type ValueProblems } from './tools-service'

export interface PluginToolsParts {
  readonly directory: PluginDirectory
  readonly problems: ValueProblems
  readonly paths: AppPaths
  readonly clock: Clock
  readonly log: Log
  /** None where no project can be open. */
  readonly projects?: ProjectPort
  /** Who is asked for rights; the window if left out. */
  readonly ask?: AskPort
  /** Who makes music of words; plugins have none without it. */
  readonly music?: () => MusicMaker
  /** Where models lie; plugins run none of their own without it. */
  readonly models?: () => ModelShelf
}

/** Everything that runs of plugins beside their sound, and what it may do. */
export interface PluginTools extends AsyncDisposable {
  readonly tools: Tools
  readonly instances: PluginInstances
  readonly permissions: ServiceOf<PermissionsContract>
  readonly runner: PluginRunner
  readonly works: PluginWorks
  /** None where nobody knows of models. */
  readonly models: OwnModels | undefined
  readonly tellUnderruns: (count: number) => void
}

/** Calls of tools by one plugin that are under way: one that calls without end keeps nobody else from a tool. */
const MOST_CALLS = 16

export async function createPluginTools(parts: PluginToolsParts): Promise<PluginTools> {
  const { directory, problems, paths, clock, log, projects } = parts
  const desk = new AskDesk()
  const audit = new JsonLines(join(paths.logs, 'permissions.jsonl'))
  const book = await GrantBook.open(join(paths.data, 'grants.json'), log)
  const policy = new PolicyFile(paths.config)
  const grants = new Grants({ book, ask: parts.ask ?? desk, audit, clock, policy })
  let underruns = 0
  const machine = new MachineMonitor(paths.home, () => underruns)
  const works = new PluginWorks({
    call: (plugin, calling, instance) => runner.call(plugin, calling, instance),
    end: (plugin, instance) => runner.end(plugin, instance),
  })
  const models =
    parts.models &&
    new OwnModels({
      ...{ directory, shelf: parts.models, log },
      ran: (plugin, model, ms, isOk) => runner.stats.called(plugin, `model:${model}`, ms, isOk),
    })
  const extras: Record<string, Extra> = {
    ...works.extras,
    ...models?.extras,
    'system.stats': {
      right: 'system',
      run: async () => ({ ok: true, value: await machine.read() }),
    },
    'gpio.read': { right: 'gpio', run: (_, args) => readPin(args) },
    'gpio.write': { right: 'gpio', run: (_, args) => writePin(args) },
    'midi.outputs': { right: 'midi', run: () => midiOutputs() },
    'midi.send': { right: 'midi', target: midiOutputOf, run: (_, args) => sendMidi(args) },
    'serial.ask': { right: 'serial', target: serialDeviceOf, run: (_, args) => askSerial(args) },
    'tools.call': {
      right: 'tools.call',
      target: calledTool,
      covers: coversTool,
      problem: args => callProblem(args, tool => tools.has(tool)),
      run: (plugin, args) => callFor(plugin, args),
    },
    ...(parts.music !== undefined && musicExtras(parts.music)),
    ...(projects !== undefined && {
      'project.read': { right: 'project.read', run: async () => readProject(projects) },
      'project.edit': { right: 'project.write', run: (_, args) => editProject(projects, args) },
    }),
  }
  const broker = new Broker({
    grants,
    files: new FileBroker({
      grants,
      home: paths.home,
      kept: [paths.data, paths.config, paths.cache, paths.logs],
    }),
    network: new NetworkBroker({ grants }),
    osc: new OscBroker({ grants }),
    storage: new PluginStorage(
      join(paths.data, 'plugin-storage'),
      () => policy.state.policy.limits.storageMb,
    ),
    extras,
  })
  const runner = new PluginRunner({
    ...{ directory, broker, log, policy },
    died: plugin => void models?.end(plugin),
  })
  const tools = createToolsService(runner, problems)
  const instances = new PluginInstances(runner, problems)

  const underWay = new Map<string, number>()

  async function callFor(plugin: string, args: unknown): Promise<Result<unknown>> {
    const count = underWay.get(plugin) ?? 0
    if (count >= MOST_CALLS) {
      return err(fail('plugin-busy', `${plugin} waits for ${MOST_CALLS} tools already.`))
    }
    underWay.set(plugin, count + 1)
    try {
      return await callTool(args)
    } finally {
      underWay.set(plugin, (underWay.get(plugin) ?? 1) - 1)
    }
  }

  async function callTool(args: unknown): Promise<Result<unknown>> {
    const wish = toolCall(args)
    return wish.ok ? tools.run(wish.value.tool, wish.value.input) : wish
  }

  return {
    tools,
    instances,
    runner,
    works,
    models,
    permissions: createPermissionsService({ grants, desk, audit }),
    tellUnderruns: count => {
      underruns = count
    },
    async [Symbol.asyncDispose]() {
      instances[Symbol.dispose]()
      await runner[Symbol.asyncDispose]()
      await models?.[Symbol.asyncDispose]()
      await audit.settled()
    },
  }
}
