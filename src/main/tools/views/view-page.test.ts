import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { viewHeaders } from '../../shell/page'
import { GUARD, viewPage } from './view-page'

let top = ''
const at = (...parts: string[]) => join(top, 'plugin', ...parts)

beforeAll(async () => {
  top = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-view-')))
  await mkdir(at('pictures'), { recursive: true })
  await writeFile(join(top, 'secret.js'), 'stolen()')
  await writeFile(at('view.js'), 'draw("</script><script>alert(1)</script>")')
  await writeFile(at('view.css'), 'body { color: red }')
  await writeFile(at('pictures/a.svg'), '<svg/>')
  await symlink(join(top, 'secret.js'), at('link.js'))
})
afterAll(() => rm(top, { recursive: true, force: true }))

async function pageOf(html: string) {
  await writeFile(at('view.html'), html)
  return viewPage(at(), 'view.html')
}

describe('S1-27 the page of a view', () => {
  test('holds its scripts, styles and pictures itself, and asks for nothing', async () => {
    const page = unwrap(
      await pageOf(
        '<link rel="stylesheet" href="view.css"><img src="pictures/a.svg"><script src="view.js"></script>',
      ),
    )
    const picture = Buffer.from('<svg/>').toString('base64')
    expect(page).toContain('<style>body { color: red }</style>')
    expect(page).toContain(`src="data:image/svg+xml;base64,${picture}"`)
    expect(page).not.toMatch(/(?:src|href)="(?!data:)/)
  })

  test('a script cannot end its own element', async () => {
    const page = unwrap(await pageOf('<script src="view.js"></script>'))
    expect(page.slice(GUARD.length).match(/<\/script>/g)).toHaveLength(1)
  })

  test.each([
    ['a file above its folder', '../secret.js'],
    ['a link that leads out', 'link.js'],
  ])('%s is refused', async (_name, path) => {
    const page = await pageOf(`<script src="${path}"></script>`)
    expect(page.ok ? page.value : page.error.code).toBe('path-refused')
  })

  test.each([
    ['tags that never end', () => '<script src="a"'.repeat(1e5)],
    ['a tag of a hundred thousand attributes', () => `<script ${'src="a" '.repeat(2e5)}`],
    [
      'a script that is closed after a megabyte of nothing',
      () => `<script src="view.js">${' '.repeat(1e6)}</script>`.repeat(2).slice(0, 2e6),
    ],
    ['pictures in pictures', () => 'src="'.repeat(3e5)],
  ])('%s: read at once, and left as they are', async (_name, html) => {
    const began = performance.now()
    expect(unwrap(await pageOf(html()))).toBe(GUARD + html())
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test.each([
    ['the same way', () => '<script src="big.js"></script>'],
    ['in another way each time', (at: number) => `<script data-a="${at}" src="big.js"></script>`],
  ])(
    'a file of a megabyte that is named ten thousand times, %s: too large, at once',
    async (_, line) => {
      await writeFile(at('big.js'), ' '.repeat(2 ** 20))
      const before = process.memoryUsage().rss
      const page = await pageOf(Array.from({ length: 1e4 }, (_each, at) => line(at)).join(''))
      expect(page.ok ? '' : page.error.code).toBe('file-too-large')
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
    },
  )

  test('S03 it makes no frames, and what calls other browsers is gone before anything runs', async () => {
    const page = unwrap(
      await pageOf('<!doctype html>\n<IFRAME srcdoc="x"></iframe><object data="x"></object><p>'),
    )
    expect(page).toBe(
      `<!doctype html>${GUARD}\n&lt;IFRAME srcdoc="x">&lt;/iframe>&lt;object data="x">&lt;/object><p>`,
    )
    const policy = viewHeaders('http://127.0.0.1:1')['content-security-policy'] ?? ''
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'")
  })

  test('addresses of the web stay what they are, and the policy lets none through', async () => {
    const html = '<script src="https://evil.example/x.js"></script>'
    expect(unwrap(await pageOf(html))).toBe(GUARD + html)
    const policy = viewHeaders('http://127.0.0.1:1')['content-security-policy'] ?? ''
    for (const rule of [
      'sandbox allow-scripts;',
      "default-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
    ]) {
      expect(policy).toContain(rule)
    }
    expect(policy).toContain('frame-ancestors http://127.0.0.1:1')
    expect(policy).not.toMatch(/allow-same-origin|https?:(?!\/\/127)|\*/)
  })
})
