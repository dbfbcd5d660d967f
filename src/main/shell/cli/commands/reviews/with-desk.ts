import { join, resolve } from 'node:path'
import { appPaths, systemClock } from '../../../../kit'
import { openReviews } from '../../../../reviews'
import { errorLine, exitCodes, type Io } from '../../io'
import type { FolderFlag } from '../../reviews-program'

type Opened = Extract<ReturnType<typeof openReviews>, { ok: true }>['value']
export type Desk = Opened['desk']

/** Opens the reviews of a folder, does something with them and closes them again. */
export async function withDesk(
  io: Io,
  { folder }: FolderFlag,
  act: (desk: Desk) => number | Promise<number>,
): Promise<number> {
  const place = folder === undefined ? join(appPaths().data, 'reviews') : resolve(folder)
  const opened = openReviews(place, systemClock)
  if (!opened.ok) {
    io.err(errorLine(opened.error))
    return exitCodes.refused
  }
  using reviews = opened.value
  return await act(reviews.desk)
}
