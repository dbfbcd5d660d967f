import { join } from 'node:path'
import { RenderCache } from '../engine'
import type { AppPaths } from '../kit'

const MEGABYTE = 2 ** 20

/** What renders keep for those after them; WIREHARP_RENDER_CACHE_MB sets how much that may be. */
export function openRenderCache(
  { cache }: Pick<AppPaths, 'cache'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): RenderCache {
  const most = env['WIREHARP_RENDER_CACHE_MB'] ?? ''
  const limit = /^\d+$/.test(most) ? Number(most) * MEGABYTE : undefined
  return new RenderCache(join(cache, 'render-cache'), { limit })
}
