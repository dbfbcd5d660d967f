import type { Locator, Page } from 'playwright'

/** As fast as a key that is held down repeats, */
const REPEAT_MS = 33
/** as a very fast typist writes, */
const LETTER_MS = 60
/** and as wheels turn. */
const FRAME_MS = 16

/** A hand on mouse and keyboard: it finds things where they are on the screen, and counts what it edits. */
export class Hand {
  readonly page: Page
  edits = 0

  constructor(page: Page) {
    this.page = page
  }

  async press(keys: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.page.keyboard.press(keys)
      await this.page.waitForTimeout(REPEAT_MS)
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: LETTER_MS })
  }

  async wheel(x: number, y: number): Promise<void> {
    await this.page.mouse.wheel(x, y)
    await this.page.waitForTimeout(FRAME_MS)
  }

  async click(testId: string): Promise<void> {
    await this.page.getByTestId(testId).click()
  }

  node(name: string): Locator {
    const card = this.page.locator(`article[aria-label^="${name}, "]`)
    return this.page.locator('.react-flow__node').filter({ has: card }).first()
  }

  /** By its title, so that no knob is met. */
  async choose(node: Locator): Promise<void> {
    await node.click({ position: { x: 60, y: 10 } })
  }

  async drag(from: Locator, by: { x: number; y: number }, at?: { x: number; y: number }) {
    await from.hover({ ...(at !== undefined && { position: at }) })
    const box = await boxOf(from)
    const start = { x: box.x + (at?.x ?? box.width / 2), y: box.y + (at?.y ?? box.height / 2) }
    await this.page.mouse.down()
    for (let step = 1; step <= 15; step++) {
      await this.page.mouse.move(start.x + (by.x * step) / 15, start.y + (by.y * step) / 15)
      await this.page.waitForTimeout(FRAME_MS)
    }
    await this.page.mouse.up()
    this.edits += 1
  }

  async wire(from: Locator, to: Locator): Promise<void> {
    await from.hover()
    await this.page.mouse.down()
    const box = await boxOf(to)
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 })
    await this.page.mouse.up()
    this.edits += 1
  }

  /** Adds a node as most do: a double click, a few letters, Enter. */
  async add(words: string, at: { x: number; y: number }): Promise<void> {
    const before = await this.page.locator('.react-flow__node').count()
    await this.page.locator('.react-flow__pane').dblclick({ position: at })
    await this.page.getByTestId('quick-add-search').waitFor()
    await this.type(words)
    await this.press('Enter')
    await this.page.locator('.react-flow__node').nth(before).waitFor()
    this.edits += 1
  }

  /** Opens something by its keys, does something in it, and leaves it. */
  async glance(keys: string, what: string, act = async () => {}): Promise<void> {
    await this.press(keys)
    const shown = this.page.locator(what).first()
    await shown.waitFor()
    await act()
    // The first Escape may only empty a field.
    while (await shown.isVisible()) {
      await this.press('Escape')
      await this.page.waitForTimeout(150)
    }
  }

  async edit(keys: string, times = 1): Promise<void> {
    await this.press(keys, times)
    this.edits += times
  }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the screen')
  return box
}
