import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

/** A plugin whose panel holds this. */
function putView(home: string, id: string, html: string): void {
  const folder = join(home, 'data/plugins', id)
  mkdirSync(folder, { recursive: true })
  const manifest = {
    ...{ id, name: id, version: '1.0.0', api: 1, author: 'Tests', description: 'A view.' },
    ...{ licence: 'MIT', category: 'Tests' },
    views: { v: { label: id, entry: 'view.html', place: 'panel' } },
  }
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'view.html'), `<!doctype html><body>${html}</body>`)
}

/** Hears whoever asks for the way to another browser. */
async function listener() {
  const socket = createSocket('udp4')
  let packets = 0
  socket.on('message', () => (packets += 1))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    heard: () => packets,
    [Symbol.dispose]: () => void socket.close(),
  }
}

test('S03 S27 views that call out, flood and hang: nothing gets out, and the app goes on', async ({
  page,
}) => {
  using home = makeHome()
  using ear = await listener()
  const call = `const pc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${ear.port}' }] })
    pc.createDataChannel('x'); pc.createOffer().then(offer => pc.setLocalDescription(offer))`
  const nested = `<script>${call}</script>`
  putView(
    home.path,
    'caller',
    `<iframe srcdoc="${nested}"></iframe><script>
      const tries = [() => { ${call} }, () => { document.body.innerHTML = ${JSON.stringify(nested).replaceAll('</', '<\\/')} },
        () => { const f = document.createElement('iframe'); document.body.append(f); f.srcdoc = '' },
        () => { const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.RTCPeerConnection.name }]
      let done = 0
      for (const one of tries) try { one(); done++ } catch {}
      document.body.dataset.done = done
    </script>`,
  )
  putView(
    home.path,
    'flooder',
    `<script>const big = 'x'.repeat(1e5); setInterval(() => { for (let i = 0; i < 3000; i++) parent.postMessage({ big, i }, '*') }, 1)</script>`,
  )
  putView(home.path, 'hanger', '<script>setTimeout(() => { for (;;) {} }, 100)</script>')
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()

  await page.getByTestId('dock-view:caller/v').click()
  const body = page.frameLocator('[data-testid="plugin-view"]').locator('body')
  await expect(body).toHaveAttribute('data-done', '0')
  await page.waitForTimeout(1500)
  expect(ear.heard()).toBe(0)

  await page.getByTestId('dock-view:hanger/v').click()
  await page.waitForTimeout(300)
  await page.getByTestId('dock-view:flooder/v').click()
  await expect(page.getByText('flooder said more than anybody can hear')).toBeVisible()
  await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  await expect(page.getByRole('button', { name: 'Open it again' })).toBeVisible()
})
