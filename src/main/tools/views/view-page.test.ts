import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { viewHeaders } from '../../shell/page'
import { viewPage } from './view-page'

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
    expect(page.match(/<\/script>/g)).toHaveLength(1)
  })

  test.each([
    ['a file above its folder', '../secret.js'],
    ['a link that leads out', 'link.js'],
  ])('%s is refused', async (_name, path) => {
    const page = await pageOf(`<script src="${path}"></script>`)
    expect(page.ok ? page.value : page.error.code).toBe('path-refused')
  })

  test('addresses of the web stay what they are, and the policy lets none through', async () => {
    const html = '<script src="https://evil.example/x.js"></script>'
    expect(unwrap(await pageOf(html))).toBe(html)
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
