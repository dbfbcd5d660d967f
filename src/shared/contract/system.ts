import { oc, type } from '@orpc/contract'
import { z } from 'zod'

export interface SystemInfo {
  readonly version: string
  readonly face: 'browser' | 'electron'
  readonly platform: string
  /** Where the user's projects go unless they choose otherwise. */
  readonly projectsFolder: string
  readonly templates: readonly {
    readonly id: string
    readonly title: string
    readonly description: string
  }[]
}

export interface FolderListing {
  readonly path: string
  readonly parent?: string
  /** Folders first, then files that Wireharp opens, each by name. Hidden ones are left out. */
  readonly entries: readonly {
    readonly name: string
    readonly path: string
    readonly kind: 'folder' | 'project' | 'audio'
  }[]
}

/** What was written for whoever looks for what is wrong. */
export interface DiagnosticsBundle {
  readonly path: string
  readonly bytes: number
  /** Names of the files in it. */
  readonly files: readonly string[]
}

export const systemContract = {
  info: oc.output(type<SystemInfo>()),
  /** Folders below the user's home, for the file dialogs of the browser face. */
  listFolder: oc
    .input(z.strictObject({ path: z.string().max(4096).optional() }))
    .output(type<FolderListing>()),
  /** Writes versions, logs, states and figures as one zip, without anything private; to the projects if no path is given. */
  diagnostics: oc
    .route({ method: 'POST', path: '/system/diagnostics' })
    .input(z.strictObject({ path: z.string().min(1).max(4096).optional() }))
    .output(type<DiagnosticsBundle>()),
  /** Shows a file in the system’s file manager; only the desktop app can. */
  reveal: oc.input(z.strictObject({ path: z.string().min(1).max(4096) })).output(type<void>()),
}
