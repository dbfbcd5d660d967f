import type { BaseContext } from './context'
import type { PluginCode } from './define-plugin'

/** What a plugin of the class shape says of its node, for people and for the inspector. */
export interface ClassNodeDefinition {
  readonly type: string
  readonly label: string
  readonly inputs: readonly unknown[]
  readonly outputs: readonly unknown[]
  readonly parameters: readonly unknown[]
}

/** Values by name, as JSON. */
export type Values = Readonly<Record<string, unknown>>

/**
 * A plugin as a class with four methods: `initialize`, `execute`, `cleanup` and `getNodeDefinition` (or
 * `get_node_definition`). `adaptClass` makes a plugin of it.
 */
export interface ClassPlugin {
  /** Answers false where it cannot work. */
  initialize(): boolean | Promise<boolean>
  execute(inputs: Values, parameters: Values): Values | Promise<Values>
  /** Answers false where something was left behind. */
  cleanup(): boolean | Promise<boolean>
  getNodeDefinition?(): ClassNodeDefinition
  get_node_definition?(): ClassNodeDefinition
}

/** Makes a `ClassPlugin`; the class itself. */
export type ClassPluginConstructor = new (context: BaseContext) => ClassPlugin

/** Tools that `adaptClass` makes; declare them in plugin.json. */
export const classTools = { execute: 'execute', definition: 'definition' } as const

/**
 * The class shape as a plugin of the usual form:
 *
 * | of the class          | of the plugin                                                     |
 * | --------------------- | ----------------------------------------------------------------- |
 * | constructor(context)  | `setup`, which makes the one instance                             |
 * | `initialize()`        | `setup` as well; where it answers false, the plugin has failed    |
 * | `execute(in, params)` | the tool `execute`, called with `{ "inputs": …, "parameters": … }` |
 * | `cleanup()`           | `teardown`                                                        |
 * | `getNodeDefinition()` | the tool `definition`                                             |
 *
 * @example
 * import { adaptClass, type ClassPlugin } from '@wireharp/sdk'
 *
 * class Doubler implements ClassPlugin {
 *   initialize = async () => true
 *   execute = async ({ value }: Readonly<Record<string, unknown>>) => ({ result: Number(value) * 2 })
 *   cleanup = async () => true
 *   getNodeDefinition = () => ({
 *     type: 'doubler',
 *     label: 'Doubler',
 *     inputs: ['value'],
 *     outputs: ['result'],
 *     parameters: [],
 *   })
 * }
 *
 * export default adaptClass(Doubler)
 */
export function adaptClass(Shape: ClassPluginConstructor): PluginCode {
  let instance: ClassPlugin | undefined
  const ready = () => {
    if (instance === undefined) throw new Error('The plugin was not set up')
    return instance
  }
  return {
    nodes: {},
    works: {},
    sensors: {},
    providers: {},
    rights: [],
    tools: {
      [classTools.execute]: ({ inputs, parameters }: Values) =>
        ready().execute(valuesOf(inputs), valuesOf(parameters)),
      [classTools.definition]: () => {
        const made = ready()
        return made.getNodeDefinition?.() ?? made.get_node_definition?.() ?? {}
      },
    },
    setup: async (context: BaseContext) => {
      const made = new Shape(context)
      if (!(await made.initialize())) throw new Error('initialize() answered false')
      instance = made
    },
    teardown: async () => {
      const made = instance
      instance = undefined
      if (made !== undefined && !(await made.cleanup())) {
        throw new Error('cleanup() answered false')
      }
    },
  }
}

function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
