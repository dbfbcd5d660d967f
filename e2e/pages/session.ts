import { test as base, type BrowserContext } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from './workspace'

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** A Wireharp that runs for many tests, and the cookie that lets pages into it. */
export interface Session {
  readonly home: string
  readonly origin: string
  readonly cookies: Cookies
}

/**
 * Tests that share one running Wireharp: each has a page of its own, with a new project in it. For what must
 * start, kill or prepare an app, there is `startApp`.
 */
export const test = base.extend<{ workspace: Workspace }, { session: Session }>({
  session: [
    async ({ browser }, use) => {
      using home = makeHome()
      await using app = await startApp(home.path)
      const context = await browser.newContext()
      const page = await context.newPage()
      await Workspace.open(page, app.url)
      const cookies = await context.cookies()
      await context.close()
      await use({ home: home.path, origin: new URL(app.url).origin, cookies })
    },
    { scope: 'worker' },
  ],
  workspace: async ({ session, context, page }, use) => {
    await context.addCookies(session.cookies)
    const workspace = await Workspace.open(page, `${session.origin}/#`)
    await workspace.stop()
    await workspace.tidy()
    await workspace.newProject()
    await use(workspace)
  },
})

export { expect } from '@playwright/test'
