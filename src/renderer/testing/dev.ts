import { Emitter, err, fail, ok } from '#shared/kit'
import { emptyProject } from '#shared/graph'
import type { Connection, Link } from '../kit'
import { receiveLevels } from '../state'
import { start } from '../app/start'
import { bigProject, demoProject } from './demo'
import { FakeShell } from './fake-shell'

// The window without a shell, for working on how it looks: `?empty`, `?trouble`, `?offline`, `?levels`, `?nodes=2000`.
const asked = new URLSearchParams(location.search)
const many = Number(asked.get('nodes') ?? 0)
const shell = new FakeShell(
  many > 0
    ? bigProject(many)
    : asked.has('empty')
      ? emptyProject('demo', 'Untitled')
      : demoProject(),
)
const nodes = Object.keys(shell.document.graph.nodes)

shell.engineStart = [
  { kind: 'levels', project: 'demo', layout: 1, nodes },
  {
    kind: 'troubles',
    project: 'demo',
    troubles: asked.has('trouble')
      ? [
          {
            node: 'drive',
            state: 'bypassed',
            code: 'script-timeout',
            message:
              'Drive did not answer in time. The plugin took too long and is bypassed; restart it from the node or replace it.',
          },
        ]
      : [],
  },
]

const connection: Connection = {
  face: 'browser',
  client: shell.client,
  link: asked.has('offline') ? 'offline' : 'online',
  changes: new Emitter<Link>(),
  openAudio: () => undefined,
  pathOf: () => undefined,
  takeDrop: () => Promise.resolve(err(fail('drop-unsupported', 'The fake takes no files in.'))),
  importAudio: () =>
    Promise.resolve(err(fail('audio-damaged', 'The file ends in the middle of a block.'))),
}

if (asked.has('levels')) {
  setInterval(() => {
    const frame = Float32Array.from(
      nodes,
      (_node, index) => 0.1 + 0.4 * Math.random() * (1 + (index % 3)) * 0.5,
    )
    receiveLevels(1, frame, performance.now())
  }, 33)
}

void start(Promise.resolve(ok(connection)))
