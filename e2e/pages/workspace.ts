import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

/** The main window, as a person uses it. */
export class Workspace {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** A large look-ahead, so that a busy test machine does not cost a sample. */
  static async open(page: Page, url: string, lookAhead = 16_384): Promise<Workspace> {
    await page.goto(url.replace('/#', `/?lookahead=${lookAhead}#`))
    const workspace = new Workspace(page)
    await expect(page.getByTestId('app')).toBeVisible()
    await expect(page.getByTestId('engine-state')).toContainText('ready')
    return workspace
  }

  get title(): Locator {
    return this.page.getByTestId('project-title')
  }

  get nodes(): Locator {
    return this.page.locator('[data-testid^="node-"][role="group"], .react-flow__node')
  }

  /** The node that shows this name. */
  node(name: string): Locator {
    return this.page.locator('.react-flow__node').filter({ hasText: name })
  }

  get cables(): Locator {
    return this.page.locator('[data-testid^="cable-"]')
  }

  async choose(testId: string): Promise<void> {
    await this.page.getByTestId('menu').click()
    await this.page.getByTestId(testId).click()
  }

  async newProject(): Promise<void> {
    await this.choose('menu-new')
    await expect(this.node('Output')).toBeVisible()
    await expect(this.page.locator('.react-flow__node')).toHaveCount(1)
  }

  async play(): Promise<void> {
    await this.page.getByTestId('play').click()
    await expect(this.page.getByTestId('stop')).toBeEnabled()
  }

  async stop(): Promise<void> {
    await this.page.getByTestId('stop').click()
  }

  async rewind(): Promise<void> {
    await this.page.getByTestId('rewind').click()
  }

  /** Drops a file from outside on the canvas, at a place in pixels of the canvas. */
  async dropFile(path: string, at: { x: number; y: number }, name = basename(path)): Promise<void> {
    const canvas = this.page.getByRole('main', { name: 'Canvas' })
    const box = await canvas.boundingBox()
    if (box === null) throw new Error('The canvas is not on the screen')
    const data = await this.page.evaluateHandle(
      ([text, file]) => {
        const bytes = Uint8Array.from(atob(text ?? ''), character => character.charCodeAt(0))
        const transfer = new DataTransfer()
        transfer.items.add(new File([bytes], file ?? ''))
        return transfer
      },
      [readFileSync(path).toString('base64'), name],
    )
    const event = { dataTransfer: data, clientX: box.x + at.x, clientY: box.y + at.y, bubbles: true }
    const target = this.page.locator('.react-flow__pane')
    await target.dispatchEvent('dragenter', event)
    await target.dispatchEvent('dragover', event)
    await target.dispatchEvent('drop', event)
  }

  /** Adds a node by double-clicking the canvas and typing its name. */
  async quickAdd(search: string, type: string, at: { x: number; y: number }): Promise<void> {
    await this.page.locator('.react-flow__pane').dblclick({ position: at })
    await this.page.getByTestId('quick-add-search').fill(search)
    await this.page.getByTestId(`quick-add-${type}`).click()
  }

  /** The socket of a node's port. */
  port(node: Locator, side: 'in' | 'out', port = side): Locator {
    return node.locator(`[data-testid$="-${port}-${side}"]`)
  }

  async wire(from: Locator, to: Locator): Promise<void> {
    await from.hover()
    await this.page.mouse.down()
    const box = await to.boundingBox()
    if (box === null) throw new Error('The port is not on the screen')
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 })
    await this.page.mouse.up()
  }

  async undo(): Promise<void> {
    await this.page.getByTestId('undo').click()
  }

  async saveAs(name: string): Promise<void> {
    await this.choose('save-as')
    await this.page.getByTestId('save-as-name').fill(name)
    await this.page.getByTestId('save-as-confirm').click()
    await expect(this.page.getByTestId('save-as-dialog')).toBeHidden()
  }

  /** Everything on the way to the shell has arrived there. */
  async settled(): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => window.wireharp?.debug().pending)).toBe(0)
  }
}

declare global {
  interface Window {
    wireharp?: { debug(): { pending: number; underruns: number; playing: boolean } }
  }
}
