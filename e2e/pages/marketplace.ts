import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { wireharp } from '../fixtures/start-app'

/** An effect to publish: halves what goes through it. */
export function putWarmUp(home: string, version: string, changes: object = {}): string {
  const folder = join(home, `warm-up-${version}`)
  mkdirSync(folder, { recursive: true })
  const manifest = {
    id: 'warm-up',
    name: 'Warm Up',
    version,
    api: 1,
    author: 'Ada',
    description: 'Takes the edge off whatever goes through it.',
    licence: 'MIT',
    category: 'Colour',
    nodes: {
      'warm-up': {
        label: 'Warm Up',
        description: 'Takes the edge off.',
        kind: 'effect',
        inputs: { in: { kind: 'audio' } },
        outputs: { out: { kind: 'audio' } },
        params: {
          gain: { kind: 'number', label: 'Level', unit: 'dB', min: -24, max: 0, default: -6 },
        },
        dsp: {
          form: 'kernels',
          kernels: { gain: { kernel: 'gain', params: { gain: { param: 'gain', as: 'gain' } } } },
          cables: ['in -> gain.in', 'gain.out -> out'],
        },
      },
    },
    ...changes,
  }
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest, undefined, 2))
  writeFileSync(
    join(folder, 'README.md'),
    '# Warm Up\n\nTurn **Level** down.\n\n<script>alert(1)</script>\n\n![x](https://example.com/x.png)\n',
  )
  writeFileSync(join(folder, 'CHANGELOG.md'), `## ${version}\n\n- As it is.\n`)
  return folder
}

/** One that needs Warm Up. */
export function putWarmRack(home: string): string {
  const folder = join(home, 'warm-rack')
  mkdirSync(folder, { recursive: true })
  const end = (port: string) => ({ node: 'warm', port })
  const manifest = {
    id: 'warm-rack',
    name: 'Warm Rack',
    version: '1.0.0',
    api: 1,
    author: 'Ada',
    description: 'Takes the edge off, in a rack.',
    licence: 'MIT',
    category: 'Colour',
    dependencies: { 'warm-up': '^1.0.0' },
    nodes: {
      'warm-rack': {
        label: 'Warm Rack',
        description: 'Warm Up, in a rack.',
        kind: 'effect',
        inputs: { in: { kind: 'audio' } },
        outputs: { out: { kind: 'audio' } },
        dsp: {
          form: 'graph',
          nodes: {
            warm: { id: 'warm', type: 'warm-up/warm-up', position: { x: 0, y: 0 }, params: {} },
          },
          cables: {},
          inputs: { in: end('in') },
          outputs: { out: end('out') },
        },
      },
    },
  }
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest, undefined, 2))
  return folder
}

/** Signs plugins and brings them to a registry. */
export async function publish(
  home: string,
  registry: string,
  folders: readonly string[],
): Promise<void> {
  for (const line of [
    ['plugin', 'keygen'],
    ['registry', 'add', 'own', registry],
    ['plugin', 'publish', ...folders, '--to', 'own', '--no-check'],
  ]) {
    const done = await wireharp(home, line)
    expect(done, done.stderr).toMatchObject({ code: 0 })
  }
}

/** The marketplace, as a person uses it. */
export class Marketplace {
  readonly page: Page
  readonly view: Locator
  readonly detail: Locator

  constructor(page: Page) {
    this.page = page
    this.view = page.getByTestId('marketplace')
    this.detail = page.getByTestId('market-detail')
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Control+Shift+x')
    await expect(this.view).toBeVisible()
  }

  card(id: string): Locator {
    return this.page.locator(`[data-testid="market-card"][data-plugin="${id}"]`)
  }

  async addRegistry(name: string, address: string): Promise<Locator> {
    await this.page.getByTestId('market-settings').first().click()
    await this.nameRegistry(name, address)
    return this.registry(name)
  }

  registry(name: string): Locator {
    return this.view.locator(`[data-registry="${name}"]`)
  }

  /** In the settings, which are open. */
  async nameRegistry(name: string, address: string): Promise<void> {
    await this.view.getByLabel('Name', { exact: true }).fill(name)
    await this.view.getByLabel('Address', { exact: true }).fill(address)
    await this.view.getByRole('button', { name: 'Add registry' }).click()
  }

  /** In the settings, which are open. */
  async addReviews(url: string): Promise<void> {
    await this.view.getByLabel('Address of the service').fill(url)
    await this.view.getByRole('button', { name: 'Add service' }).click()
    await expect(this.page.getByTestId('review-services')).toContainText(url)
  }

  /** On the page of a plugin that is installed. */
  async review(stars: number, words: string): Promise<void> {
    const form = this.page.getByTestId('review-form')
    await form.getByRole('radio', { name: `${stars} star` }).click()
    await form.getByLabel('What you think of it').fill(words)
    await form.getByTestId('review-send').click()
  }

  async search(text: string): Promise<void> {
    await this.page.getByTestId('market-search').fill(text)
  }

  async show(id: string): Promise<void> {
    await this.card(id).getByRole('button').first().click()
    await expect(this.detail).toHaveAttribute('data-plugin', id)
  }
}
