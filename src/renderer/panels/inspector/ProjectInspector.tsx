import { formatTime, parseTime, timeProblem } from '../../kit'
import { dispatch, useDocument, useMirror } from '../../state'
import { EditableText, Keys } from '../../ui'
import { Snapshots } from './snapshots/Snapshots'

/** The project, while nothing is selected: what holds for all of it, and how to begin. */
export function ProjectInspector() {
  const title = useDocument(document => document.title)
  const transport = useDocument(document => document.transport)
  const sampleRate = useDocument(document => document.sampleRate)
  const nodes = useDocument(document => Object.keys(document.graph.nodes).length)
  const cables = useDocument(document => Object.keys(document.graph.cables).length)
  const path = useMirror(mirror => mirror.path)
  const draft = useMirror(mirror => mirror.draft)
  return (
    <div className="flex flex-col">
      <header className="border-b border-line p-3">
        <EditableText
          value={title}
          label="Title of the project"
          testId="project-title-field"
          className="-ml-1 h-6 w-full text-base font-semibold"
          onCommit={next => {
            if (next !== '') dispatch('Rename project', [{ kind: 'set-title', title: next }])
          }}
        />
        <p className="truncate text-xs text-faint" title={path}>
          {draft ? 'Draft, not saved under a name yet' : path}
        </p>
      </header>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1 p-3 text-xs">
        <dt className="text-soft">Length</dt>
        <dd>
          <EditableText
            value={formatTime(transport.length)}
            label="Length of the project"
            testId="project-length"
            className="h-6 w-full text-right"
            problem={text =>
              timeProblem(text) ??
              (parseTime(text) === 0 ? 'A project is longer than nothing.' : undefined)
            }
            onCommit={text => {
              const length = parseTime(text)
              if (length === undefined || length < 0.001) return
              dispatch('Set length', [{ kind: 'set-transport', transport: { length } }])
            }}
          />
        </dd>
        <dt className="text-soft">Sample rate</dt>
        <dd className="pr-1 text-right">{sampleRate / 1000} kHz</dd>
        <dt className="text-soft">Nodes</dt>
        <dd className="pr-1 text-right">{nodes}</dd>
        <dt className="text-soft">Cables</dt>
        <dd className="pr-1 text-right">{cables}</dd>
      </dl>
      <Snapshots />
      <div className="flex flex-col gap-3 border-t border-line p-3 text-xs text-faint">
        <p>Select a node to see its parameters here.</p>
        <ul className="flex flex-col gap-2">
          <Hint keys="Tab">Add a node where you are</Hint>
          <Hint keys="Space">Play and stop</Hint>
          <Hint keys="Mod+D">Duplicate</Hint>
          <Hint keys="Delete">Remove, and keep the chain wired</Hint>
        </ul>
      </div>
    </div>
  )
}

function Hint({ keys, children }: { readonly keys: string; readonly children: string }) {
  return (
    <li className="flex items-center gap-2">
      <span className="w-14 shrink-0">
        <Keys of={keys} />
      </span>
      {children}
    </li>
  )
}
