import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type FrameLocator } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

const number = { type: 'number' }

/** A plugin with a panel about the whole project, and one about a node of its own. */
function writePanels(home: string): void {
  const folder = join(home, 'data/plugins/desk')
  mkdirSync(folder, { recursive: true })
  const ports = { audio: { kind: 'audio', label: 'In' } }
  const manifest = {
    id: 'desk',
    name: 'Desk',
    version: '1.0.0',
    api: 1,
    author: 'Test',
    description: 'Panels of its own.',
    licence: 'MIT',
    category: 'Analysis',
    nodes: {
      strip: {
        label: 'Strip',
        description: 'A level.',
        kind: 'effect',
        inputs: { in: ports.audio },
        outputs: { out: { kind: 'audio', label: 'Out', channels: 'input' } },
        params: {
          gain: { kind: 'number', label: 'Level', unit: 'dB', min: -60, max: 12, default: 0 },
        },
        dsp: {
          form: 'kernels',
          kernels: {
            gain: { kernel: 'gain', params: { gain: { param: 'gain', as: 'gain' } } },
          },
          cables: ['in -> gain.in', 'gain.out -> out'],
        },
      },
    },
    views: {
      whole: {
        label: 'Whole',
        entry: 'view.html',
        place: 'panel',
        messages: {
          in: {
            type: 'object',
            properties: { playing: { type: 'boolean' }, position: number, level: number },
          },
        },
      },
      strip: {
        label: 'Strip desk',
        entry: 'view.html',
        place: 'panel',
        node: 'strip',
        messages: {
          in: { type: 'object', properties: { params: { type: 'object' } } },
          out: {
            type: 'object',
            required: ['param', 'value'],
            properties: { param: { const: 'gain' }, value: number },
          },
        },
      },
    },
  }
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest))
  writeFileSync(
    join(folder, 'view.html'),
    `<!doctype html><html lang="en"><title>Desk</title><body><button>Quieter</button><script src="view.js"></script></body></html>`,
  )
  writeFileSync(
    join(folder, 'view.js'),
    `addEventListener('message', ({ data }) => { document.body.dataset.told = JSON.stringify(data) })
document.querySelector('button').addEventListener('click', () => parent.postMessage({ param: 'gain', value: -12 }, '*'))`,
  )
}

/** What its page was told last. */
async function toldTo(view: FrameLocator): Promise<Record<string, unknown>> {
  const text = (await view.locator('body').getAttribute('data-told')) ?? '{}'
  const told: unknown = JSON.parse(text)
  return typeof told === 'object' && told !== null ? Object.fromEntries(Object.entries(told)) : {}
}

test('S1-27 a plugin brings panels: a tab each, a page that is told what its schema names and turns its own node', async ({
  page,
}) => {
  using home = makeHome()
  writePanels(home.path)
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.newProject()
  const source = await workspace.add('oscillator/oscillator', { x: 60, y: 60 })
  await workspace.wire(
    workspace.port(source, 'out'),
    workspace.port(workspace.device('Output'), 'in'),
  )
  await workspace.settled()
  await workspace.play()

  await page.getByTestId('dock-view:desk/whole').click()
  const view = page.frameLocator('[data-testid="plugin-view"]')
  const told = () => toldTo(view)
  await expect.poll(async () => (await told())['playing']).toBe(true)
  await expect.poll(async () => (await told())['level']).toBeGreaterThan(0.01)
  await expect.poll(async () => (await told())['position']).toBeGreaterThan(0.2)
  expect(Object.keys(await told()).toSorted()).toEqual(['level', 'playing', 'position'])

  // By keyboard to the next tab.
  await page.getByTestId('dock-view:desk/whole').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Strip desk' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Strip desk shows a node')).toBeVisible()
  const strip = await workspace.add('desk/strip', { x: 380, y: 60 })
  await expect.poll(told).toEqual({ params: {} })
  await view.getByRole('button').click()
  await expect.poll(told).toEqual({ params: { gain: -12 } })
  await strip.click({ position: { x: 60, y: 12 } })
  await expect(page.getByTestId('inspector-gain')).toHaveAttribute('aria-valuenow', '-12')
  const frame = page.getByTestId('plugin-view')
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts')
  expect(await view.locator('body').evaluate(() => self.origin)).toBe('null')
})
