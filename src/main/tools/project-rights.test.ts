import { describe, expect, test } from 'vitest'
import { err, fail, ok, unwrap, type Result } from '#shared/kit'
import { emptyProject, type Transaction } from '#shared/graph'
import { fixedAnswers } from '../grants'
import { withPlugins } from './testing/with-plugins'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const any = { label: 'It', description: 'Does it.', input: { type: 'object' } }

/** An open project that notes what is done to it. */
function openProject() {
  const document = emptyProject('p', 'Song')
  const done: Transaction[] = []
  return {
    done,
    latest: () => 'p',
    opened: (project: string) =>
      project === 'p' ? ok({ document, revision: 7 }) : err(fail('project-not-open', '')),
    edit: ({ base, transaction }: { base: number; transaction: Transaction }) => {
      if (base !== 7) return err(fail('edit-conflict', ''))
      done.push(transaction)
      return ok({ revision: 8 })
    },
  }
}

const writer = {
  manifest: {
    tools: { read: any, title: any, bad: any },
    permissions: ['project.read', 'project.write'],
  },
  code: `tools: {
    read: async (_, { project }) => (await project.read()).title,
    title: ({ title }, { project }) => project.edit([{ kind: 'set-title', title }], 'Name the song'),
    bad: (_, { project }) => project.edit([{ kind: 'remove-everything' }], 'Oops'),
  }`,
}

describe('S1-26 the project for plugins', () => {
  test('is read and edited in transactions that the history names, as far as it was granted', async () => {
    const projects = openProject()
    const ask = fixedAnswers(['project.read', 'project.write'])
    await using own = await withPlugins({ writer }, { projects, ask })
    expect(unwrap(await own.call('writer/read'))).toBe('Song')
    unwrap(await own.call('writer/title', { title: 'Harp' }))
    expect(projects.done).toMatchObject([
      { label: 'Name the song', edits: [{ kind: 'set-title', title: 'Harp' }] },
    ])
    expect(codeOf(await own.call('writer/bad'))).toBe('plugin-threw')
    expect(projects.done).toHaveLength(1)
  })

  test('reading is not writing', async () => {
    const projects = openProject()
    await using own = await withPlugins(
      { writer },
      { projects, ask: fixedAnswers(['project.read']) },
    )
    expect(unwrap(await own.call('writer/read'))).toBe('Song')
    const refused = await own.call('writer/title', { title: 'Mine' })
    expect(refused.ok ? '' : refused.error.message).toContain(
      'may not do this: Change the open project',
    )
    expect(projects.done).toEqual([])
  })
})
