import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What axe finds wrong on the page, or in a part of it. */
export async function axeProblems(page: Page, part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(part)
  // What passes, and a second page to gather it in, is two thirds of its time.
  axe.setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  )
}
