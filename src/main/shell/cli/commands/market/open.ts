import type { MarketTask } from '#shared/contract'
import type { Failure, Result } from '#shared/kit'
import { appPaths, silentLog, systemClock } from '../../../../kit'
import { marketParts, openMarket, type Market } from '../../../../marketplace/open-market'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import { refuse } from '../plugin/report'

/** Opens the marketplace of this user for one command. */
export async function withMarket(
  io: Io,
  work: (market: Market) => Promise<number>,
): Promise<number> {
  const opened: Result<Market> = openMarket(marketParts(appPaths(io.env), systemClock, silentLog))
  if (!opened.ok) return refuse(io, [opened.error])
  await using market = opened.value
  return await work(market)
}

/** Asks the registries; one that is away is told, and what is known of it counts. */
export async function refreshed(io: Io, market: Market, name?: string): Promise<void> {
  io.status('Asking the registries…')
  await market.catalogue.refresh(name)
  io.status('')
  for (const { failure, name: registry } of market.catalogue.infos()) {
    if (failure !== undefined) io.err(oneLine(`${registry}: ${errorLine(failure)}`))
  }
}

/** Waits for a task and tells what becomes of it. */
export async function followed(
  io: Io,
  market: Market,
  begun: { readonly task: string },
): Promise<MarketTask | undefined> {
  using _subscription = market.tasks.changes.on(({ id, stage, state }) => {
    if (id === begun.task && state === 'running') io.status(oneLine(stage))
  })
  const ended = await market.ended(begun)
  io.status('')
  return ended
}

/** What has to be agreed to, in words. */
export function questionLines({ plan }: Pick<MarketTask, 'plan'>): string[] {
  return (plan?.questions ?? []).map(question => {
    const words = (rights: readonly { readonly words: string }[]) =>
      rights.map(right => right.words).join('; ')
    switch (question.kind) {
      case 'permissions':
        return `  ${question.plugin} asks for: ${words(question.added)}`
      case 'publisher-changed':
        return `  ${question.plugin} was signed by ${question.before.name} (${question.before.fingerprint ?? ''}), and is not any more`
      case 'unsigned':
        return `  nobody signed ${question.plugin}`
      case 'dependencies':
        return `  ${question.plugin} ${question.present ? 'needs, which it did not before,' : 'brings'} ${question.added.join(', ')}`
      case 'look-alike':
        return `  ${question.plugin} looks like ${question.other}`
    }
  })
}

export function refusal(io: Io, failures: readonly Failure[], lines: readonly string[]): number {
  for (const failure of failures) io.err(errorLine(failure))
  for (const line of lines) io.err(oneLine(line).replace(/^/, '  '))
  if (lines.length > 0) io.err('  Agree to all of it with --agree.')
  return exitCodes.refused
}
