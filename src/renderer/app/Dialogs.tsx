import { lazy, Suspense, type ComponentType } from 'react'
import { preloadDock } from './dock-tabs'
import { useDialogs, usePermissions, useTour, type DialogName } from '../state'

/** Dialogs are loaded when they are first opened, or when the window has nothing else to do. */
const loads = {
  open: async () => (await import('../panels/files')).OpenDialog,
  'save-as': async () => (await import('../panels/files')).SaveAsDialog,
  share: async () => (await import('../panels/files')).ShareDialog,
  'add-folder': async () => (await import('../panels/files')).AddFolderDialog,
  'find-sound': async () => (await import('../panels/files')).FindSoundDialog,
  'about-music': async () => (await import('../panels/about-music')).AboutMusicDialog,
  install: async () => (await import('../panels/files')).InstallDialog,
  'make-plugin': async () => (await import('../panels/make-plugin')).MakePluginDialog,
  code: async () => (await import('../panels/code')).CodeDialog,
  publish: async () => (await import('../panels/publish')).PublishDialog,
  'new-script': async () => (await import('../panels/code')).NewScriptDialog,
  'write-package': async () => (await import('../panels/make-plugin')).WritePackageDialog,
  export: async () => (await import('../panels/export')).ExportDialog,
  shortcuts: async () => (await import('../panels/shortcuts')).ShortcutsDialog,
  plugins: async () => (await import('../panels/plugins')).PluginsDialog,
  permissions: async () => (await import('../panels/permissions')).GrantsDialog,
  models: async () => (await import('../panels/models')).ModelsDialog,
  'ai-services': async () => (await import('../panels/ai-services')).AiServicesDialog,
  palette: async () => (await import('../panels/palette')).Palette,
  'node-docs': async () => (await import('../panels/docs')).NodeDocs,
} as const satisfies Record<DialogName, () => Promise<ComponentType>>

const loadAsk = async () => (await import('../panels/permissions')).PermissionDialog

const loadTour = async () => (await import('../panels/tour')).Tour

const Tour = lazy(async () => ({ default: await loadTour() }))
const PermissionDialog = lazy(async () => ({ default: await loadAsk() }))
const dialogs = {
  open: lazy(async () => ({ default: await loads.open() })),
  'save-as': lazy(async () => ({ default: await loads['save-as']() })),
  share: lazy(async () => ({ default: await loads.share() })),
  'add-folder': lazy(async () => ({ default: await loads['add-folder']() })),
  'find-sound': lazy(async () => ({ default: await loads['find-sound']() })),
  'about-music': lazy(async () => ({ default: await loads['about-music']() })),
  install: lazy(async () => ({ default: await loads.install() })),
  'make-plugin': lazy(async () => ({ default: await loads['make-plugin']() })),
  code: lazy(async () => ({ default: await loads.code() })),
  publish: lazy(async () => ({ default: await loads.publish() })),
  'new-script': lazy(async () => ({ default: await loads['new-script']() })),
  'write-package': lazy(async () => ({ default: await loads['write-package']() })),
  export: lazy(async () => ({ default: await loads.export() })),
  shortcuts: lazy(async () => ({ default: await loads.shortcuts() })),
  plugins: lazy(async () => ({ default: await loads.plugins() })),
  permissions: lazy(async () => ({ default: await loads.permissions() })),
  models: lazy(async () => ({ default: await loads.models() })),
  'ai-services': lazy(async () => ({ default: await loads['ai-services']() })),
  palette: lazy(async () => ({ default: await loads.palette() })),
  'node-docs': lazy(async () => ({ default: await loads['node-docs']() })),
} as const satisfies Record<DialogName, ComponentType>

/** Fetches every dialog, so that each opens at once, and even while the shell is away. */
export function preloadDialogs(): void {
  const load = () =>
    void Promise.all([
      ...Object.values(loads).map(load => load()),
      loadAsk(),
      loadTour(),
      preloadDock(),
    ])
  setTimeout(() => requestIdleCallback(load, { timeout: 4000 }), 1000)
}

/** What a plugin asks for comes before whatever else is open. */
export function Dialogs() {
  const open = useDialogs(state => state.open)
  const onTour = useTour(state => state.step !== undefined)
  const isAsked = usePermissions(state => state.asks.length > 0)
  const Shown = open === undefined ? undefined : dialogs[open]
  return (
    <Suspense>
      {Shown !== undefined && <Shown />}
      {isAsked && <PermissionDialog />}
      {onTour && <Tour />}
    </Suspense>
  )
}
