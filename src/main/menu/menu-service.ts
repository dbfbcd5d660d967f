import type { MenuContract, NativeMenu, ServiceOf } from '#shared/contract'
import { Emitter, eventStream, ok } from '#shared/kit'

/** Between the page, which knows its commands, and the face, which has a native menu bar or none. */
export interface MenuService extends ServiceOf<MenuContract> {
  /** What the bar is to show. */
  readonly shown: Emitter<readonly NativeMenu[]>
  /** A command was chosen from it. */
  choose(command: string): void
}

export function createMenuService(): MenuService {
  const shown: MenuService['shown'] = new Emitter()
  const chosen = new Emitter<{ readonly command: string }>()
  return {
    shown,
    choose: command => chosen.emit({ command }),
    show({ menus }) {
      shown.emit(menus)
      return ok()
    },
    async *watch(_input, { signal }) {
      yield* eventStream(chosen, signal)
    },
  }
}
