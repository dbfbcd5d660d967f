import { create } from 'zustand'
import { z } from 'zod'
import { attempt } from '../kit'
import { client, useLink } from './connection'
import { patiently } from './patiently'
import { watch } from './watch'

const themes = ['dark', 'light'] as const
export type Theme = (typeof themes)[number]
/** What a drag on empty canvas does. */
const tools = ['select', 'pan'] as const
export type Tool = (typeof tools)[number]

const names = z.array(z.string().max(300)).max(500)

/** What the window remembers. A value that does not fit, from another version say, counts as never set. */
const prefsSchema = z.object({
  theme: z.enum(themes).catch('dark'),
  tool: z.enum(tools).catch('select'),
  minimap: z.boolean().catch(true),
  browser: z.boolean().catch(true),
  inspector: z.boolean().catch(true),
  left: z.enum(['browser', 'outline', 'library']).catch('browser'),
  side: z.enum(['inspector', 'history']).catch('inspector'),
  /** Whether the bottom dock is open, and which of its tabs. */
  dock: z.boolean().catch(false),
  dockTab: z.string().max(200).catch('timeline'),
  /** What the position shows large. */
  clock: z.enum(['time', 'bars']).catch('time'),
  /** Frames that the output keeps ready. */
  lookAhead: z.int().min(128).max(65_536).catch(2048),
  /** Of docked panels by name, in pixels. */
  sizes: z.record(z.string(), z.number().min(0).max(10_000)).catch({}),
  /** Node types that the user marked, and those added last, the last first. */
  favourites: names.catch([]),
  recentNodes: names.catch([]),
  /** Commands run from the palette, the last first. */
  recentCommands: names.catch([]),
  /** Groups of the browser that are closed. */
  closedGroups: names.catch([]),
  /** Who made the last plugin here. */
  author: z.string().max(100).catch(''),
  /** The tour was seen or left. */
  tourSeen: z.boolean().catch(false),
  /** Whether the system tells of jobs that end while the window is out of sight. */
  notify: z.boolean().catch(false),
  /** The last export's settings by the project's id. */
  exports: z.record(z.string(), z.unknown()).catch({}),
})
export type Prefs = Readonly<z.infer<typeof prefsSchema>>

export const usePrefs = create<Prefs>()(() => prefsSchema.parse({}))

/** A drag of a divider changes a size many times a second; so long after the last it is kept. */
const QUIET_MS = 400

let unsaved: Partial<Prefs> = {}
let timer: ReturnType<typeof setTimeout> | undefined

export function setPrefs(prefs: Partial<Prefs>): void {
  usePrefs.setState(prefs)
  unsaved = { ...unsaved, ...prefs }
  clearTimeout(timer)
  timer = setTimeout(() => void savePrefs(), QUIET_MS)
}

async function savePrefs(): Promise<void> {
  // Before the first connection: with the next change.
  if (useLink.getState().connection === undefined) return
  const values = unsaved
  unsaved = {}
  clearTimeout(timer)
  if (Object.keys(values).length === 0) return
  const saved = await attempt(
    client().prefs.set({ values: z.record(z.string(), z.json()).parse(values) }),
  )
  // The shell is away: they are sent with the next change.
  if (!saved.ok) unsaved = { ...values, ...unsaved }
}

/** Takes what the shell kept; what this window changed in the meantime stays. */
function takePrefs(values: Readonly<Record<string, unknown>>): void {
  const known = { ...usePrefs.getState(), ...values, ...unsaved }
  usePrefs.setState(prefsSchema.parse(known))
}

/** Before the window is shown: what it looks like is among them. Without them it looks as it does at first. */
export async function loadPrefs(): Promise<void> {
  const kept = await patiently(shell => shell.prefs.get())
  if (kept.ok) takePrefs(kept.value)
}

/** Hears what other windows change, and sends what is not kept yet when this one goes. */
export function followPrefs(): void {
  void watch(() => client().prefs.watch(), takePrefs)
  window.addEventListener('pagehide', () => void savePrefs())
}

export function toggleTheme(): void {
  setPrefs({ theme: usePrefs.getState().theme === 'dark' ? 'light' : 'dark' })
}

/** Frames of look-ahead: the address may set it (`?lookahead=1024`) for measurements. */
export function lookAhead(): number {
  const asked = Number(new URLSearchParams(location.search).get('lookahead'))
  return Number.isInteger(asked) && asked >= 128 ? asked : usePrefs.getState().lookAhead
}

/** The size of a docked panel, as the layout wants it. */
export function panelSize(panel: string, otherwise: number): string {
  return `${usePrefs.getState().sizes[panel] ?? otherwise}px`
}

export function keepPanelSize(panel: string, pixels: number): void {
  const { sizes } = usePrefs.getState()
  const size = Math.round(pixels)
  if (size > 0 && sizes[panel] !== size) setPrefs({ sizes: { ...sizes, [panel]: size } })
}

/** Marks a node type, or takes the mark away. */
export function toggleFavourite(type: string): void {
  const { favourites } = usePrefs.getState()
  const others = favourites.filter(other => other !== type)
  setPrefs({ favourites: others.length < favourites.length ? others : [type, ...favourites] })
}

/** A list with something new, or used again, in front. */
export function withFirst(list: readonly string[], item: string, length: number): string[] {
  return [item, ...list.filter(other => other !== item)].slice(0, length)
}
