import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { jsonSchema, schemaNames } from './schema'

describe('published JSON Schemas', () => {
  test.each(schemaNames)('docs/schemas/%s.schema.json is what the code checks by', name => {
    const path = new URL(`../../../docs/schemas/${name}.schema.json`, import.meta.url)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(jsonSchema(name))
  })
})
