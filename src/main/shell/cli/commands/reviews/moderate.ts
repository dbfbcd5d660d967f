import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { FolderFlag } from '../../reviews-program'
import { withDesk } from './with-desk'

/** `wireharp reviews export`: JSON lines, whoever reads them can check every signature. */
export function exportReviews(
  io: Io,
  { all = false, ...options }: FolderFlag & { readonly all?: boolean },
): Promise<number> {
  return withDesk(io, options, desk => {
    for (const line of desk.lines(all)) io.out(line.trimEnd())
    return exitCodes.done
  })
}

/** `wireharp reviews list`. */
export function listReviews(
  io: Io,
  { plugin, ...options }: FolderFlag & { readonly plugin?: string },
): Promise<number> {
  return withDesk(io, options, desk => {
    const all = [...desk.list(plugin)]
    if (options.json === true) io.out(JSON.stringify(all, undefined, 2))
    else if (all.length === 0) io.out('There are no reviews.')
    for (const { id, review, hidden } of options.json === true ? [] : all) {
      const { version, author, stars, text, name } = review
      const by = name === '' ? author.slice(0, 8) : `${name} (${author.slice(0, 8)})`
      const state = hidden === undefined ? '' : `  hidden: ${hidden}`
      io.out(
        oneLine(
          `${id}  ${review.plugin} ${version}  ${stars}★  ${by}  “${text.slice(0, 200)}”${state}`,
        ),
      )
    }
    return exitCodes.done
  })
}

/** `wireharp reviews reports`. */
export function listReports(io: Io, options: FolderFlag): Promise<number> {
  return withDesk(io, options, desk => {
    const reports = desk.reports()
    if (!reports.ok) {
      io.err(errorLine(reports.error))
      return exitCodes.refused
    }
    if (options.json === true) io.out(JSON.stringify(reports.value, undefined, 2))
    else if (reports.value.length === 0) io.out('Nothing was reported.')
    for (const { id, times, why, statement } of options.json === true ? [] : reports.value) {
      io.out(oneLine(`${id}  ${times}×  “${why}”  ${JSON.stringify(statement).slice(0, 400)}`))
    }
    return exitCodes.done
  })
}

/** `wireharp reviews hide` and `show`. */
export function hideReview(
  io: Io,
  { id, reason, ...options }: FolderFlag & { readonly id: string; readonly reason: string },
): Promise<number> {
  return withDesk(io, options, desk => {
    const hidden = desk.hide(id, reason)
    if (!hidden.ok) {
      io.err(errorLine(hidden.error))
      return exitCodes.refused
    }
    if (options.json === true) io.out(JSON.stringify({ id, hidden: reason !== '' }))
    else io.out(reason === '' ? 'It is shown again.' : 'It is hidden.')
    return exitCodes.done
  })
}

/** `wireharp reviews token`. */
export function printToken(io: Io, options: FolderFlag): Promise<number> {
  return withDesk(io, options, desk => {
    io.out(options.json === true ? JSON.stringify({ token: desk.token }) : desk.token)
    return exitCodes.done
  })
}
