import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseProject, PROJECT_VERSION } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { rootFolder } from '../kit'

const folder = join(rootFolder(), 'src/shared/graph/golden')

describe('J06 a file of every version that was released', () => {
  test('there is one of each', () => {
    const versions = Array.from(
      { length: PROJECT_VERSION },
      (_, index) => `version-${index + 1}.wireharp`,
    )
    expect(readdirSync(folder).toSorted()).toEqual(versions.toSorted())
  })

  test.each(readdirSync(folder))(
    '%s opens, and is kept as it is once it is of the present version',
    name => {
      const text = readFileSync(join(folder, name), 'utf8')
      const now = canonicalJson(unwrap(parseProject(text)))
      expect(canonicalJson(unwrap(parseProject(now)))).toBe(now)
      const present = name === `version-${PROJECT_VERSION}.wireharp`
      expect(present ? now : text).toBe(text)
    },
  )
})

test('the example of docs/project-format.md is a project', () => {
  const page = readFileSync(join(rootFolder(), 'docs/project-format.md'), 'utf8')
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? ''
  expect(parseProject(example)).toMatchObject({ ok: true })
})
