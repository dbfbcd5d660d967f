import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ok } from '#shared/kit'
import type { JobKind } from '../jobs'
import {
  ClipProject,
  makeHome,
  openClipStudio,
  wavOf,
  type ClipStudio,
} from './testing/clip-studio'

const names = ['Vocals', 'Drums', 'Bass', 'Other'] as const
const inputSchema = z.object({ path: z.string(), params: z.object({ into: z.string() }) })
let home: ReturnType<typeof makeHome>
let studio: ClipStudio
let project: ClipProject
let chosen: { id: string; isOnline: boolean } | undefined
let asked: z.infer<typeof inputSchema>[]

/** Work of a service as its kind of job hands it over: each stem a quarter second of its place in the list. */
const served: JobKind<z.infer<typeof inputSchema>, unknown> = {
  kind: 'service/stems/far',
  lane: 'service/stems/far',
  input: inputSchema,
  title: () => 'Far stems',
  run({ input }) {
    asked.push(input)
    const files = names.map((name, at) => {
      const path = join(home.path, 'far', `${name}.wav`)
      mkdirSync(join(home.path, 'far'), { recursive: true })
      writeFileSync(path, wavOf(new Float32Array(22_050).fill((at + 1) / 10)))
      return { name: `${name}.wav`, path }
    })
    const stems = names.map(name => ({ name, file: `${name}.wav` }))
    return Promise.resolve(ok({ result: { stems }, files }))
  },
}

beforeEach(async () => {
  home = makeHome()
  chosen = { id: 'stems/far', isOnline: true }
  asked = []
  studio = await openClipStudio(home.path, { service: () => chosen })
  project = await ClipProject.create(studio)
})
afterEach(async () => {
  await studio[Symbol.asyncDispose]()
  home[Symbol.dispose]()
})

describe('Build 11 one Wireharp separates for another', () => {
  test('the node Separate goes to the service that was chosen, and says so; offline it says that, and what was made stays', async () => {
    using _kind = studio.jobs.register(served)
    const sound = await project.player('source', new Float32Array(44_100), home.path)
    await project.add('sep', 'separate/separate')
    await project.wire(['source', 'clip'], ['sep', 'clip'])
    await project.run('sep')
    await project.until('sep', 'done', 'failed')
    expect(asked).toMatchObject([{ params: { into: 'four' } }])
    expect(asked[0]?.path).toContain(project.document.assets[sound]?.path)
    expect(project.node('sep').result?.by).toBe('Service stems/far')
    expect((await project.samples('sep', 'bass'))[0]).toBeCloseTo(0.3, 4)

    chosen = { id: 'stems/far', isOnline: false }
    await project.edit({ kind: 'set-param', node: 'sep', param: 'into', value: 'two' })
    await project.run('sep')
    await project.until('sep', 'failed')
    const failed = await project.infoWith('sep', ({ state }) => state === 'failed')
    expect(failed.failure?.code).toBe('service-offline')
    expect(project.node('sep').result?.by).toBe('Service stems/far')

    // Without it this machine does the work again.
    chosen = undefined
    await project.run('sep')
    await project.until('sep', 'done')
    expect(project.node('sep').result?.by).toMatch(/no model/)
  })
})
