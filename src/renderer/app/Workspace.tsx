import { Group, Panel, Separator } from 'react-resizable-panels'
import { Canvas } from '../editor'
import { MissingBanner } from '../panels/marketplace'
import { LinkBanner, RecoveryBanner } from '../panels/status'
import { keepPanelSize, panelSize, usePrefs } from '../state'
import { classNames } from '../ui'
import { BottomDock } from './BottomDock'
import { LeftPanel } from './LeftPanel'
import { SidePanel } from './SidePanel'

// The same elements always, so that opening a panel renders nothing but that panel.
const middle = <Middle />
const canvas = <Canvas />
const bottom = <BottomDock />

/** The canvas with the panels docked around it, above the bottom dock. */
export function Workspace() {
  const dock = usePrefs(prefs => prefs.dock)
  return (
    <Group orientation="vertical" className="workspace min-h-0 flex-1" data-dock={dock}>
      <Panel id="panel-middle" minSize="120px">
        {middle}
      </Panel>
      <Divider disabled={!dock} />
      <Panel
        id="panel-dock"
        defaultSize={panelSize('dock', 340)}
        onResize={({ inPixels }) => {
          if (usePrefs.getState().dock) keepPanelSize('dock', inPixels)
        }}
        minSize="140px"
        maxSize="80%"
        groupResizeBehavior="preserve-pixel-size"
      >
        {bottom}
      </Panel>
    </Group>
  )
}

function Middle() {
  const browser = usePrefs(prefs => prefs.browser)
  const inspector = usePrefs(prefs => prefs.inspector)
  return (
    <Group orientation="horizontal" className="h-full">
      {browser && (
        <>
          <Panel
            id="panel-browser"
            defaultSize={panelSize('browser', 224)}
            onResize={({ inPixels }) => keepPanelSize('browser', inPixels)}
            minSize="196px"
            maxSize="400px"
            groupResizeBehavior="preserve-pixel-size"
          >
            <aside aria-label="Nodes and outline" className="h-full">
              <LeftPanel />
            </aside>
          </Panel>
          <Divider />
        </>
      )}
      <Panel id="panel-canvas" minSize="200px">
        <main className="relative h-full" aria-label="Canvas">
          {canvas}
          <LinkBanner />
          <RecoveryBanner />
          <MissingBanner />
        </main>
      </Panel>
      {inspector && (
        <>
          <Divider />
          <Panel
            id="panel-inspector"
            defaultSize={panelSize('inspector', 264)}
            onResize={({ inPixels }) => keepPanelSize('inspector', inPixels)}
            minSize="220px"
            maxSize="480px"
            groupResizeBehavior="preserve-pixel-size"
          >
            <aside aria-label="Details" className="h-full">
              <SidePanel />
            </aside>
          </Panel>
        </>
      )}
    </Group>
  )
}

function Divider({ disabled = false }: { readonly disabled?: boolean }) {
  return (
    <Separator
      disabled={disabled}
      className={classNames(
        'shrink-0 basis-px bg-line outline-none',
        disabled
          ? 'pointer-events-none'
          : 'transition-colors hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent',
      )}
    />
  )
}
