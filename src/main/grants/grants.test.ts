import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Result } from '#shared/kit'
import type { Permission } from '#shared/graph'
import { userName } from '../kit'
import { TempFolder } from '../plugins/packages/testing/temp-folder'
import { PolicyFile } from '../policy'
import { AskDesk, fixedAnswers } from '.'
import { testGrants, wanting } from './testing/test-grants'

const network: Permission = { right: 'network', scope: ['a.org'], why: 'Lists of songs.' }
const who = wanting([network])
const wish = { right: 'network', target: 'a.org', permission: network } as const
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

describe('S1-19 rights of plugins', () => {
  test('what the manifest never asked for is refused, and nobody is bothered', async () => {
    await using own = await testGrants(() => 'always')
    const result = await own.grants.check(who, { ...wish, permission: undefined })
    expect(codeOf(result)).toBe('permission-undeclared')
    expect(own.questions).toEqual([])
  })

  test.each([
    ['once', 2, 3],
    ['session', 1, 2],
    ['always', 1, 1],
  ] as const)(
    'allowed %s: asked %i times in this run, %i with the next',
    async (answer, now, later) => {
      await using own = await testGrants(() => answer)
      expect(codeOf(await own.grants.check(who, wish))).toBe('ok')
      expect(codeOf(await own.grants.check(who, wish))).toBe('ok')
      expect(own.questions).toHaveLength(now)
      expect(own.questions[0]).toMatchObject({ target: 'a.org', why: 'Lists of songs.' })
      await (await own.reopen()).check(who, wish)
      expect(own.questions).toHaveLength(later)
    },
  )

  test('denied is denied for this run, without asking again', async () => {
    await using own = await testGrants(() => 'deny')
    expect(codeOf(await own.grants.check(who, wish))).toBe('permission-denied')
    expect(codeOf(await own.grants.check(who, wish))).toBe('permission-denied')
    expect(own.questions).toHaveLength(1)
  })

  test('a hundred calls at once are one question', async () => {
    await using own = await testGrants(() => 'session')
    await Promise.all(Array.from({ length: 100 }, () => own.grants.check(who, wish)))
    expect(own.questions).toHaveLength(1)
  })

  test('what was allowed for good can be taken back, and the audit tells it all', async () => {
    await using own = await testGrants(() => 'always')
    await own.grants.check(who, wish)
    await own.grants.revoke({ plugin: 'test' })
    expect(own.grants.book.grants).toEqual([])
    expect((await own.reopen()).book.grants).toEqual([])
    await own.grants.check(who, wish)
    expect(own.questions).toHaveLength(2)
    const lines = await own.audit.last(10)
    expect(lines).toMatchObject([
      { plugin: 'test', right: 'network', target: 'a.org', allowed: true, by: 'asked' },
      { allowed: false, by: 'revoked' },
      { allowed: true, by: 'asked' },
    ])
  })

  test('S1-33: what policy.yaml never grants is refused, even where it was allowed for good', async () => {
    using home = new TempFolder()
    await using own = await testGrants(() => 'always', new PolicyFile(home.path))
    expect(codeOf(await own.grants.check(who, wish))).toBe('ok')
    expect(own.grants.book.grants).toMatchObject([{ until: 'always', by: userName() }])
    writeFileSync(home.at('policy.yaml'), 'permissions: {never: [network]}')
    expect(codeOf(await own.grants.check(who, wish))).toBe('policy-refused')
    expect((await own.audit.last(1))[0]).toMatchObject({ allowed: false, by: 'policy' })
    writeFileSync(home.at('policy.yaml'), 'permissions: never')
    expect(codeOf(await own.grants.check(who, wish))).toBe('policy-invalid')
    expect(own.questions).toHaveLength(1)
  })

  test('one plugin’s grant is nothing to another', async () => {
    await using own = await testGrants(({ plugin }) => (plugin === 'test' ? 'always' : 'deny'))
    await own.grants.check(who, wish)
    const other = wanting([network], { plugin: 'other' })
    expect(codeOf(await own.grants.check(other, wish))).toBe('permission-denied')
  })

  test('the offline switch stops all, whatever was allowed, and survives a restart', async () => {
    await using own = await testGrants(() => 'always')
    await own.grants.check(who, wish)
    await own.grants.book.setOffline(true)
    expect(codeOf(await (await own.reopen()).check(who, wish))).toBe('network-offline')
  })

  test('of what comes with Wireharp nobody is asked about harmless things, but about the network', async () => {
    await using own = await testGrants(() => 'deny')
    const gpio: Permission = { right: 'gpio' }
    const builtIn = wanting([network, gpio], { isBuiltIn: true })
    const pins = { right: 'gpio', target: '*', permission: gpio } as const
    expect(codeOf(await own.grants.check(builtIn, pins))).toBe('ok')
    expect(codeOf(await own.grants.check(builtIn, wish))).toBe('permission-denied')
  })

  test('without a window nobody can be asked: denied, and not remembered', async () => {
    const desk = new AskDesk()
    const question = {
      plugin: 'p',
      name: 'P',
      right: 'network',
      target: '*',
      isPrivate: false,
    } as const
    expect(await desk.ask(question)).toBe('nobody')
    using window = desk.watch()
    const asked = desk.ask(question)
    expect(desk.asks).toHaveLength(1)
    desk.answer(desk.asks[0]?.id ?? '', 'session')
    expect(await asked).toBe('session')
    const left = desk.ask(question)
    window[Symbol.dispose]()
    expect(await left).toBe('nobody')
  })

  test('the command line grants what it was told, and no more', async () => {
    const port = fixedAnswers(['network:a.org', 'files.read'])
    const ask = (right: 'network' | 'files.read', target: string) =>
      port.ask({ plugin: 'p', name: 'P', right, target, isPrivate: false })
    expect(await ask('network', 'a.org')).toBe('session')
    expect(await ask('network', 'b.org')).toBe('nobody')
    expect(await ask('files.read', '/x')).toBe('session')
  })
})
