import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { boxOf } from './boxes'
import { hintOver, letGo } from './drops'
import type { Workspace } from './workspace'

/** The timeline and the piano roll, as a person uses them. */
export class TimelinePanel {
  readonly page: Page
  readonly workspace: Workspace

  constructor(workspace: Workspace) {
    this.workspace = workspace
    this.page = workspace.page
  }

  async open(tab: 'timeline' | 'notes' = 'timeline'): Promise<void> {
    const trigger = this.page.getByTestId(`dock-${tab}`)
    if ((await trigger.getAttribute('data-state')) !== 'active') await trigger.click()
    await expect(
      this.page.getByTestId(tab === 'timeline' ? 'timeline-surface' : 'piano-roll'),
    ).toBeVisible()
  }

  /** The other tests have the whole window for the canvas. */
  async close(): Promise<void> {
    const toggle = this.page.getByTestId('dock-toggle')
    if ((await toggle.getAttribute('aria-expanded')) === 'true') await toggle.click()
  }

  get surface(): Locator {
    return this.page.getByTestId('timeline-surface')
  }

  get ruler(): Locator {
    return this.page.getByTestId('timeline-ruler')
  }

  get clips(): Locator {
    return this.surface.locator('[data-clip]')
  }

  /** Pixels of the surface that a beat takes. */
  async zoom(): Promise<number> {
    return await this.surface
      .locator('[role="rowgroup"]')
      .evaluate(element => Number(getComputedStyle(element).getPropertyValue('--zoom')))
  }

  /** A place on a row of the surface, on the screen. */
  async at(beat: number, row = 0): Promise<{ x: number; y: number }> {
    const { x, y } = await boxOf(this.surface)
    return { x: x + beat * (await this.zoom()), y: y + row * 56 + 36 }
  }

  async addTrack(kind: 'note' | 'audio'): Promise<string> {
    const before = await this.workspace.nodeIds()
    await this.page.getByTestId(`add-${kind}-track`).click()
    await expect.poll(async () => (await this.workspace.nodeIds()).length).toBe(before.length + 1)
    const [id] = (await this.workspace.nodeIds()).filter(found => !before.includes(found))
    if (id === undefined) throw new Error('There is no new track')
    return id
  }

  /** Makes a clip of a bar on the first track: the double-click that a person does. */
  async addClip(beat: number): Promise<void> {
    const { x, y } = await this.at(beat + 0.5)
    await this.page.mouse.dblclick(x, y)
  }

  /** Drops a file on the surface. */
  async dropFile(path: string, beat: number, row = 0): Promise<void> {
    const at = await this.at(beat, row)
    const files = [{ name: basename(path), bytes: readFileSync(path) }]
    await hintOver(this.page, this.surface, files, at)
    await expect(this.page.getByTestId('timeline-drop-hint')).toBeVisible()
    await letGo(this.page, this.surface, files, at)
  }
}
