import { describe, expect, test } from 'vitest'
import { runTool } from '@wireharp/testing'
import { adaptClass, type BaseContext, type ClassPlugin, type Values } from './index'

/** The class of seed 001, in TypeScript. */
class MyPlugin implements ClassPlugin {
  readonly context: BaseContext

  constructor(context: BaseContext) {
    this.context = context
  }

  async initialize() {
    return this.context.config['works'] !== false
  }

  async execute(inputs: Values, parameters: Values) {
    return { result: Number(inputs['value']) * Number(parameters['factor'] ?? 1) }
  }

  async cleanup() {
    return true
  }

  get_node_definition() {
    return { type: 'myNode', label: 'My Plugin', inputs: [], outputs: [], parameters: [] }
  }
}

describe('S1-08 a plugin as a class', () => {
  test('execute(inputs, parameters) is a tool', async () => {
    const input = { inputs: { value: 21 }, parameters: { factor: 2 } }
    expect(await runTool(adaptClass(MyPlugin), 'execute', input)).toEqual({ result: 42 })
    expect(await runTool(adaptClass(MyPlugin), 'execute', { inputs: { value: 1 } })).toEqual({
      result: 1,
    })
  })

  test('S1-09 its node definition is a tool, by either spelling', async () => {
    expect(await runTool(adaptClass(MyPlugin), 'definition', {})).toMatchObject({ type: 'myNode' })
  })

  test('S2-05 one that does not initialise has failed', async () => {
    const plugin = adaptClass(MyPlugin)
    const made = runTool(plugin, 'execute', {}, { config: { works: false } })
    await expect(made).rejects.toThrow(/initialize/)
  })
})
