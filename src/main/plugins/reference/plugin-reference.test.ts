import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { failureCodes } from '#shared/kit'
import { rightSchema } from '#shared/graph'
import { pluginReference } from './plugin-reference'

const file = join(import.meta.dirname, '../../../../docs/plugins/reference.md')

describe('docs/plugins/reference.md', () => {
  test('is what the schema, the contracts and the failure codes say now', async () => {
    await expect(pluginReference()).toMatchFileSnapshot(file)
  })

  test('has a meaning for every field, and names every right and failure of plugins', () => {
    const text = pluginReference()
    const empty = text.split('\n').filter(line => /\| *\|$/.test(line))
    expect(empty).toEqual([])
    for (const name of [
      ...rightSchema.options,
      ...Object.keys(failureCodes).filter(code => code.startsWith('plugin-')),
    ]) {
      expect(text).toContain(`\`${name}\``)
    }
  })
})
