import type { Browser, Page } from 'playwright'
import { z } from 'zod'
import { launchChromium } from '../../src/main/kit/testing/chromium'

const TASKS = 'disabled-by-default-devtools.timeline'

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      tid: z.number(),
      pid: z.number(),
      dur: z.number().default(0),
      args: z.object({ name: z.string().optional() }).optional(),
    }),
  ),
})

/** A page of the app whose turns the browser itself times. */
export class PageTurns implements AsyncDisposable {
  readonly #browser: Browser
  readonly #page: Page

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.#page = page
  }

  static async open(origin: string, cookie: string): Promise<PageTurns> {
    const browser = await launchChromium()
    const [name = '', value = ''] = cookie.split('=')
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies([{ name, value, url: origin }])
    const page = await context.newPage()
    await page.goto(origin)
    await page.locator('.react-flow').first().waitFor()
    return new PageTurns(browser, page)
  }

  /** The page’s longest turn while something happens, in ms. */
  async longestWhile(work: () => Promise<void>): Promise<number> {
    await this.#browser.startTracing(this.#page, { categories: [TASKS] })
    await work()
    const trace = await this.#browser.stopTracing()
    const { traceEvents } = traceSchema.parse(JSON.parse(trace.toString('utf8')))
    const threads = traceEvents.filter(({ args }) => args?.name === 'CrRendererMain')
    const turns = traceEvents.filter(
      ({ name, pid, tid }) =>
        name === 'RunTask' && threads.some(thread => thread.pid === pid && thread.tid === tid),
    )
    return Math.max(0, ...turns.map(({ dur }) => dur / 1000))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#browser.close()
  }
}
