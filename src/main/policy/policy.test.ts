import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TempFolder } from '../plugins/packages/testing/temp-folder'
import { mayComeByItself, packageRefusal, PolicyFile, rightRefusal, runRefusal } from '.'

const ada = 'a'.repeat(64)
const eve = 'e'.repeat(64)
const HOUR = 3_600_000

let temp: TempFolder
let file: PolicyFile
beforeEach(() => {
  temp = new TempFolder()
  file = new PolicyFile(temp.path)
})
afterEach(() => temp[Symbol.dispose]())

function write(text: string): void {
  writeFileSync(temp.at('policy.yaml'), text)
}

function refused(
  plugin: { id?: string; key?: string } = {},
  origin: Partial<Parameters<typeof packageRefusal>[2]> = {},
) {
  const failure = packageRefusal(
    file.state,
    { id: 'small', ...plugin },
    { kind: 'folder', source: '/tmp/small', ...origin },
  )
  return failure && `${failure.code} ${failure.at ?? ''}`
}

describe('S1-33 policy.yaml', () => {
  test('decides nothing where it is not there', () => {
    expect(refused()).toBeUndefined()
    expect(rightRefusal(file.state, 'network')).toBeUndefined()
    expect(mayComeByItself(file.state, 0, Date.now())).toBe(false)
  })

  test.each([
    ['publishers: {denied: [KEY]}', { key: eve }, 'policy-refused publishers.denied'],
    ['publishers: {denied: [KEY]}', { key: ada }, undefined],
    ['publishers: {allowed: [KEY]}', { key: eve }, undefined],
    ['publishers: {allowed: [KEY]}', { key: ada }, 'policy-refused publishers.allowed'],
    ['publishers: {allowed: [KEY]}', {}, 'policy-refused publishers.allowed'],
    ['publishers: {unsigned: refuse}', {}, 'policy-refused publishers.unsigned'],
    ['publishers: {unsigned: refuse}', { key: ada }, undefined],
    ['plugins: {denied: [small]}', {}, 'policy-refused plugins.denied'],
    ['plugins: {allowed: [other]}', {}, 'policy-refused plugins.allowed'],
    ['plugins: {allowed: [small]}', {}, undefined],
  ])('%s of %o: %s', (text, plugin, outcome) => {
    write(text.replace('KEY', eve))
    expect(refused(plugin)).toBe(outcome)
  })

  test.each([
    ['folder', {}, true],
    ['git', {}, false],
    ['registry', { kind: 'registry', source: 'small' }, true],
    ['wireharp', { kind: 'registry', source: 'small', isOwn: true }, true],
    ['registry', { kind: 'registry', source: 'small', isOwn: true }, false],
    ['https://acme.org', { kind: 'registry', registry: 'https://acme.org' }, true],
    ['https://acme.org', { kind: 'registry', registry: 'https://acme.org.evil.net' }, false],
    ['https://git.acme.org/audio', { kind: 'git', source: 'https://git.acme.org/audio/x' }, true],
  ] as const)('sources.allowed: [%s] of %o: %s', (source, origin, isAllowed) => {
    write(`sources: {allowed: ['${source}']}`)
    expect(refused({}, origin)).toBe(isAllowed ? undefined : 'policy-refused sources.allowed')
  })

  test('names the line that refuses, and rights that nobody is granted', () => {
    write('permissions: {never: [serial]}')
    const refusal = rightRefusal(file.state, 'serial')
    expect(refusal?.code).toBe('policy-refused')
    expect(refusal?.message).toContain('so says policy.yaml at permissions.never.')
    expect(rightRefusal(file.state, 'midi')).toBeUndefined()
  })

  test('stops what was installed before, and of the app’s own only what it names', () => {
    write('plugins: {allowed: [other], denied: [gpio]}')
    const run = (id: string, isBuiltIn: boolean) => runRefusal(file.state, { id, isBuiltIn })?.at
    expect(run('small', false)).toBe('plugins.allowed')
    expect(run('gain', true)).toBeUndefined()
    expect(run('gpio', true)).toBe('plugins.denied')
  })

  test('a version comes by itself once it has been out for 48 hours, or as the policy says', () => {
    const now = 1000 * HOUR
    const at = (hours: number | undefined) =>
      mayComeByItself(file.state, hours === undefined ? undefined : now - hours * HOUR, now)
    write('updates: {automatic: true}')
    expect([47.9, 48, undefined].map(at)).toEqual([false, true, false])
    write('updates: {automatic: true, coolDownHours: 0}')
    expect(at(undefined)).toBe(true)
    write('updates: {coolDownHours: 1}')
    expect(at(100)).toBe(false)
  })

  test.each([
    ['publishers: [', /is no YAML/],
    ['publisher: {denied: []}', /at “”: .*publisher/],
    ['permissions: {never: [everything]}', /at “permissions\.never\.0”/],
    ['limits: {memoryMb: 1e9}', /at “limits\.memoryMb”/],
    ['- a list', /at “”/],
  ])('one that cannot be read lets nothing in and grants nothing: %s', (text, why) => {
    write(text)
    const failure = packageRefusal(
      file.state,
      { id: 'small', key: ada },
      { kind: 'registry', source: 'small' },
    )
    expect(failure?.code).toBe('policy-invalid')
    expect(failure?.message).toMatch(why)
    expect(rightRefusal(file.state, 'midi')?.code).toBe('policy-invalid')
    expect(runRefusal(file.state, { id: 'small', isBuiltIn: false })).toBeUndefined()
  })

  test('is read again when it changes', () => {
    expect(file.state.exists).toBe(false)
    write('plugins: {denied: [small]}')
    expect(refused()).toBe('policy-refused plugins.denied')
    write('')
    expect(refused()).toBeUndefined()
  })
})
