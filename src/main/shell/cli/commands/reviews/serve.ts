import { appPaths, attempt, createLog, systemClock, writeFailure } from '../../../../kit'
import { failureStatus } from '../../../../api'
import { startReviewsServer } from '../../../../reviews'
import { aborted, untilStopped } from '../../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { ServeReviewsFlags } from '../../reviews-program'
import { withDesk } from './with-desk'

/** `wireharp reviews serve`: until a signal comes. */
export function serveReviews(io: Io, options: ServeReviewsFlags): Promise<number> {
  return withDesk(io, options, async desk => {
    using stop = untilStopped()
    const { port, host, name, behindProxy = false } = options
    const log = createLog({ folder: appPaths().logs, name: 'reviews' })
    const started = await attempt(
      () =>
        startReviewsServer({
          desk,
          clock: systemClock,
          name: oneLine(name).slice(0, 100),
          host,
          port,
          behindProxy,
          statusOf: ({ code }) => failureStatus(code),
          reportBug: error => log.error({ err: error }, 'a call of the reviews service met a bug'),
        }),
      errno => writeFailure(errno, `to ${host}:${port}`),
    )
    if (!started.ok) {
      io.err(errorLine(started.error))
      return exitCodes.refused
    }
    await using server = started.value
    if (options.json === true) io.out(JSON.stringify({ url: server.origin }))
    else io.out(`Reviews are served at ${server.origin}. Ctrl-C ends it.`)
    await aborted(stop.signal)
    return exitCodes.done
  })
}
