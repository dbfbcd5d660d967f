import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { boxOf, type Point } from './boxes'
import { dropOn } from './drops'

export { boxOf, centerOf, type Point } from './boxes'

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

  /** The panels as they are at a first start: what a page before this one chose is kept by the app. */
  async tidy(): Promise<void> {
    for (const tab of ['tab-browser', 'tab-inspector']) {
      const found = this.page.getByTestId(tab)
      if ((await found.getAttribute('aria-selected')) !== 'true') await found.click()
    }
    const dock = this.page.getByTestId('dock-toggle')
    if ((await dock.getAttribute('aria-expanded')) === 'true') await dock.click()
  }

  get title(): Locator {
    return this.page.getByTestId('project-title')
  }

  get nodeElements(): Locator {
    return this.page.locator('.react-flow__node')
  }

  get nodes(): Locator {
    return this.page.locator('[data-testid^="node-"][role="group"], .react-flow__node')
  }

  /** The node that shows this name. */
  node(name: string): Locator {
    return this.page.locator('.react-flow__node').filter({ hasText: name })
  }

  /** The node of this very name; `node` finds what only contains it, too. */
  device(name: string): Locator {
    return this.page
      .locator('.react-flow__node')
      .filter({ has: this.page.locator(`article[aria-label^="${name}, "]`) })
  }

  /** A knob or fader on a node. */
  knob(node: Locator, param: string): Locator {
    return node.locator(`[role="slider"][data-testid$="-${param}"]`)
  }

  get canvas(): Locator {
    return this.page.getByRole('main', { name: 'Canvas' })
  }

  get cables(): Locator {
    return this.page.locator('[data-testid^="cable-"]')
  }

  /** Chooses a command from the menu, or from the submenu that it is in. */
  async choose(command: string): Promise<void> {
    await this.page.getByTestId('menu').click()
    await this.chooseFromOpenMenu(command)
  }

  async chooseFromOpenMenu(command: string): Promise<void> {
    const entry = this.page.getByTestId(command)
    const menu = this.page.getByRole('menu', { name: 'Menu' })
    await expect(menu).toBeVisible()
    for (const submenu of await menu.locator('[data-submenu]').all()) {
      if (await entry.isVisible()) break
      await submenu.click()
    }
    await entry.click()
  }

  async newProject(): Promise<void> {
    const before = await this.debug()
    await this.choose('project.new')
    // The one before may have a lone output, too.
    await expect.poll(async () => (await this.debug()).project).not.toBe(before.project)
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
  async dropFile(path: string, at: Point, name = basename(path)): Promise<void> {
    const { x, y } = await boxOf(this.canvas)
    const file = { name, bytes: readFileSync(path) }
    const pane = this.page.locator('.react-flow__pane')
    await dropOn(this.page, pane, [file], { x: x + at.x, y: y + at.y })
  }

  /** Drops several files at once, on the canvas or on a node. */
  async dropFiles(paths: readonly string[], on?: Locator): Promise<void> {
    const target = on ?? this.page.locator('.react-flow__pane')
    const { x, y } = await boxOf(target)
    const files = paths.map(path => ({ name: basename(path), bytes: readFileSync(path) }))
    await dropOn(this.page, target, files, on === undefined ? { x: x + 80, y: y + 60 } : undefined)
  }

  /** Adds a node by double-clicking the canvas and typing its name. */
  async quickAdd(search: string, type: string, at: { x: number; y: number }): Promise<void> {
    await this.page.locator('.react-flow__pane').dblclick({ position: at })
    await this.page.getByTestId('quick-add-search').fill(search)
    await this.page.getByTestId(`quick-add-${type}`).click()
  }

  /** The socket of a node's port. */
  port(node: Locator, side: 'in' | 'out', port: string = side): Locator {
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

  /** Adds a node in one go, and sees it. */
  async add(type: string, at: Point): Promise<Locator> {
    const before = await this.nodeIds()
    await this.quickAdd(type.replace(/^.*\//, ''), type, at)
    await expect.poll(async () => (await this.nodeIds()).length).toBe(before.length + 1)
    const [id] = (await this.nodeIds()).filter(found => !before.includes(found))
    return this.page.locator(`.react-flow__node[data-id="${id}"]`)
  }

  async nodeIds(): Promise<string[]> {
    const nodes = await this.page.locator('.react-flow__node').all()
    return await Promise.all(nodes.map(async node => (await node.getAttribute('data-id')) ?? ''))
  }

  /** An oscillator, a gain and the output in a row, wired. */
  async chain(): Promise<{ source: Locator; effect: Locator; output: Locator }> {
    const source = await this.add('oscillator/oscillator', { x: 60, y: 60 })
    const effect = await this.add('gain/gain', { x: 380, y: 60 })
    const output = this.device('Output')
    await this.wire(this.port(source, 'out'), this.port(effect, 'in'))
    await this.wire(this.port(effect, 'out'), this.port(output, 'in'))
    await expect(this.cables).toHaveCount(2)
    return { source, effect, output }
  }

  /** Presses the mouse at one place and lets it go at another. */
  async drag(from: Point, to: Point, during?: () => Promise<void>): Promise<void> {
    const { mouse } = this.page
    await mouse.move(from.x, from.y)
    await mouse.down()
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
    await mouse.move(to.x, to.y, { steps: 5 })
    await during?.()
    await mouse.up()
  }

  /** Drags a node by its title, by so many pixels. */
  async dragNode(node: Locator, by: Point, during?: () => Promise<void>): Promise<void> {
    const box = await boxOf(node)
    const from = { x: box.x + 60, y: box.y + 12 }
    await this.drag(from, { x: from.x + by.x, y: from.y + by.y }, during)
  }

  /** A place on a cable, from its source (0) to its target (1). */
  async pointOn(cable: Locator, along = 0.5): Promise<Point> {
    return await cable
      .locator('.cable-core')
      .first()
      .evaluate((path, part) => {
        if (!(path instanceof SVGPathElement)) throw new Error('A cable has a path')
        const at = path.getPointAtLength(path.getTotalLength() * part)
        const on = path.getScreenCTM()
        if (on === null) throw new Error('The cable is not on the screen')
        const { x, y } = new DOMPoint(at.x, at.y).matrixTransform(on)
        return { x, y }
      }, along)
  }

  debug(): Promise<Debug> {
    return this.page.evaluate(() => {
      if (window.wireharp === undefined) throw new Error('The app is not there yet')
      return window.wireharp.debug()
    })
  }

  /** What the master meter says, in dBFS; −200 for silence. Reading it begins anew. */
  async peak(): Promise<number> {
    const level = await this.loudest()
    await this.page.getByTestId('master-meter').click()
    return level
  }

  /** The same, and it goes on: for what is heard for a moment only. */
  async loudest(): Promise<number> {
    const text = await this.page.getByTestId('master-peak').textContent()
    return text === null || text.includes('∞') ? -200 : Number(text.replace('−', '-'))
  }

  async history(): Promise<string[]> {
    await this.page.getByTestId('tab-history').click()
    await this.settled()
    const { revision } = await this.debug()
    const empty = this.page.getByText('Nothing was changed yet')
    if (revision > 0) {
      const list = this.page.getByTestId('history')
      await expect(list).toHaveAttribute('data-revision', String(revision))
    }
    await expect(this.page.getByTestId('history-step').first().or(empty)).toBeVisible()
    return await this.page.getByTestId('history-step').allTextContents()
  }

  async undo(): Promise<void> {
    await this.page.getByTestId('undo').click()
  }

  async saveAs(name: string): Promise<void> {
    await this.choose('project.save-as')
    await this.page.getByTestId('save-as-name').fill(name)
    await this.page.getByTestId('save-as-confirm').click()
    await expect(this.page.getByTestId('save-as-dialog')).toBeHidden()
  }

  /** Everything on the way to the shell has arrived there. */
  async settled(): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => window.wireharp?.debug().pending)).toBe(0)
  }
}

interface Debug {
  readonly project: string
  readonly pending: number
  readonly revision: number
  readonly underruns: number
  readonly playing: boolean
  readonly lookAhead: number
  readonly position: number | undefined
}

declare global {
  interface Window {
    wireharp?: { debug(): Debug }
  }
}
