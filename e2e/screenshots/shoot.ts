import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'

const folder = join(import.meta.dirname, '../../docs/images')

/** As large as the screens of the documentation are. */
export const screen = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 }

/** Keeps a picture of the page as it is, with the pointer out of the way. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.mouse.move(720, 897)
  await expect(page.getByRole('tooltip')).toHaveCount(0)
  // What is still appearing is there.
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
