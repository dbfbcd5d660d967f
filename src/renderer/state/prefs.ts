import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'dark' | 'light'
/** What a drag on empty canvas does. */
export type Tool = 'select' | 'pan'

export interface Prefs {
  readonly theme: Theme
  readonly tool: Tool
  readonly minimap: boolean
  readonly browser: boolean
  readonly inspector: boolean
  readonly side: 'inspector' | 'history'
  /** Whether the bottom dock is open, and which of its tabs. */
  readonly dock: boolean
  readonly dockTab: string
  /** Frames that the output keeps ready. */
  readonly lookAhead: number
}

export const usePrefs = create<Prefs>()(
  persist(
    (): Prefs => ({
      theme: 'dark',
      tool: 'select',
      minimap: true,
      browser: true,
      inspector: true,
      side: 'inspector',
      dock: false,
      dockTab: 'timeline',
      lookAhead: 2048,
    }),
    { name: 'wireharp.prefs', version: 1 },
  ),
)

export function setPrefs(prefs: Partial<Prefs>): void {
  usePrefs.setState(prefs)
}

export function toggleTheme(): void {
  usePrefs.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }))
}

/** Frames of look-ahead: the address may set it (`?lookahead=1024`) for measurements. */
export function lookAhead(): number {
  const asked = Number(new URLSearchParams(location.search).get('lookahead'))
  return Number.isInteger(asked) && asked >= 128 ? asked : usePrefs.getState().lookAhead
}
