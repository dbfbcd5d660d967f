import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  generatedSoundSchema,
  generationInputSchema,
  modelPurposeSchema,
  MOST_PROMPT,
  MOST_SECONDS,
} from '#shared/contract'
import { rootFolder } from '../../kit'
import { rpcCodes } from './rpc-errors'
import { rpcContract, rpcEvents, rpcMethods } from './rpc-schemas'

const page = (name: string) => readFileSync(join(rootFolder(), 'docs', name), 'utf8')
const generate = page('generate.md')

/** What stands below a heading, up to the next one. */
function section(heading: string): string {
  const [, text] = generate.split(`\n## ${heading}\n`)
  if (text === undefined) throw new Error(`The page has no “${heading}”.`)
  return text.split('\n## ')[0] ?? ''
}

/** The names in the first column of the table that follows some words. */
function firstColumn(text: string, after: string): readonly string[] {
  const [, behind = ''] = text.split(after)
  const table = /(?:^\|.*\n)+/m.exec(behind)?.[0] ?? ''
  return table.split('\n').flatMap(row => {
    const cell = /^\| ([^|]*) \|/.exec(row)?.[1] ?? ''
    return [...cell.matchAll(/`([A-Za-z_]+)`/g)].map(([, name = '']) => name)
  })
}

const sorted = (names: Iterable<string>) => [...names].toSorted()

describe('S3-25 the pages of the design tell what the code takes and answers', () => {
  const told = section('What there is: requests, tracks, models')

  test('the request: every field, and its bounds', () => {
    const fields = firstColumn(told, 'A **request**')
    expect(sorted(fields)).toEqual(
      sorted([...Object.keys(generationInputSchema.shape), 'priority']),
    )
    expect(told).toContain(`1 to ${MOST_PROMPT} characters`)
    expect(told).toContain(`1 to ${MOST_SECONDS} `)
  })

  test('the track: every field of what was made', () => {
    const fields = firstColumn(told, 'A **track**')
    expect(sorted(fields)).toEqual(sorted(Object.keys(generatedSoundSchema.shape)))
  })

  test('the model: the purposes that a manifest may name', () => {
    const models = page('models.md')
    const purposes = /`purpose` is (.*?);/.exec(models)?.[1] ?? ''
    const named = [...purposes.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    const own = modelPurposeSchema.options.filter(purpose => purpose !== 'plugin')
    expect(sorted(named)).toEqual(sorted(own))
  })

  test('the contract: methods, events and errors, as `wireharp schema rpc` prints them', () => {
    expect(sorted(firstColumn(generate, '| method | what it does |'))).toEqual(
      sorted(Object.keys(rpcMethods)),
    )
    for (const event of Object.keys(rpcEvents)) expect(generate).toContain(event)
    const codes = [...generate.matchAll(/−(32\d{3}) \| `([A-Z_]+)`/g)]
    const ours = Object.entries(rpcContract().errors).filter(([, code]) => code >= -32_099)
    expect(new Map(codes.map(([, code, name]) => [name, -Number(code)]))).toEqual(new Map(ours))
    expect(ours).toHaveLength(8)
    expect(rpcCodes.INVALID_PROMPT).toBe(-32_006)
  })

  test('the way from nothing to sound, and what was looked at before', () => {
    const way = section('From nothing to sound')
    expect(way).toMatch(/download-files musicgen-small --yes[\s\S]*generate --prompt .* --out /)
    expect(section('What was looked at')).toMatch(/decoders[\s\S]*EnCodec/)
  })
})
