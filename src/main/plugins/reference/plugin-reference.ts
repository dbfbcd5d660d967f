import { contract, type PluginState } from '#shared/contract'
import { failureCodes } from '#shared/kit'
import { jsonSchema, rightSchema, rightWords } from '#shared/graph'
import { markdownTable, schemaAt, schemaTable } from './schema-table'

const schema = jsonSchema('plugin')

const bindings = `What a kernel's parameter follows: a number; \`{ "param": "<id>" }\`, one of the node's (as a factor with
\`"as": "gain"\` where it is in dB, \`"as": "percent"\` where it is in %); \`{ "input": "<id>" }\`, a control input of the node;
\`{ "voice": "frequency" | "gate" | "trigger" | "velocity" | "pressure" | "timbre" }\`; or
\`{ "transport": "tempo" | "beat" | "phase" }\`.`

/** Each part of plugin.json: its title, what it is, and where in the schema it stands. */
const parts: readonly (readonly [
  title: string,
  text: string,
  path: readonly (string | number)[],
])[] = [
  [
    'Nodes: `nodes.<id>`',
    'The type of a node in a project is `<plugin id>/<node id>`.',
    ['nodes', '*'],
  ],
  ['Ports: `inputs.<id>` and `outputs.<id>` of a node', '', ['nodes', '*', 'inputs', '*']],
  ['Parameters of kind `number`', '', ['nodes', '*', 'params', '*', 0]],
  ['Parameters of kind `choice`', '', ['nodes', '*', 'params', '*', 1]],
  ['Parameters of kind `toggle`', '', ['nodes', '*', 'params', '*', 2]],
  ['Parameters of kind `file`', '', ['nodes', '*', 'params', '*', 3]],
  ['Parameters of kind `text`', '', ['nodes', '*', 'params', '*', 4]],
  ['Readouts: `readouts.<id>` of a node', '', ['nodes', '*', 'readouts', '*']],
  ['Sound by kernels: `dsp` of a node', bindings, ['nodes', '*', 'dsp', 0]],
  ['Voices: `voices` of kernels', '', ['nodes', '*', 'dsp', 0, 'voices']],
  [
    'Sound by a Wasm module: `dsp` of a node',
    'Code in `main` is `{ "form": "script" }`, without more.',
    ['nodes', '*', 'dsp', 2],
  ],
  ['Tools: `tools.<id>`', '', ['tools', '*']],
  ['Sensors: `sensors.<id>`', 'A reading’s source is `<plugin id>/<sensor id>`.', ['sensors', '*']],
  ['Views: `views.<id>`', '', ['views', '*']],
  ['Workflows: `workflows.<id>`', '', ['workflows', '*']],
  [
    'Providers: each of `providers`',
    'Two plugins cannot provide the same: the second is refused.',
    ['providers', '*'],
  ],
  ['Models: `models.<id>`', '', ['models', '*']],
  ['What the machine must have: `requires`', '', ['requires']],
]

const states: Readonly<Record<PluginState, string>> = {
  enabled: 'It runs where it is used.',
  disabled: 'The user switched it off, in the app, by `wireharp plugin disable` or in config.yaml.',
  skipped:
    'This machine lacks what it requires. The debug log says `Skipping plugin {name}: {reason}`.',
  failed:
    'Its plugin.json, settings or code are wrong, or another plugin has its id or provides the same.',
  'missing-dependencies':
    'A plugin that it needs is not there, not enabled, or not in a version that will do.',
  quarantined:
    'It died three times in five minutes. It stays out, after a restart too, until it is enabled.',
}

/** docs/plugins/reference.md, made from the schema, the contracts and the table of failure codes. */
export function pluginReference(): string {
  return [
    '# Plugin reference',
    'Made from the schema that Wireharp checks by, by `vitest run src/main/plugins/reference -u`. Editors check',
    'plugin.json as you type if it names [the schema](../schemas/plugin.schema.json) as `$schema`;',
    '`wireharp schema plugin` prints it, and `wireharp check <folder>` names every problem of a plugin.',
    '',
    '## plugin.json',
    'Fields with a * must be there. Fields that are not named here are refused.',
    '',
    schemaTable(schema),
    '',
    ...parts.flatMap(([title, text, path]) => [
      `### ${title}`,
      ...(text === '' ? [] : [text]),
      '',
      schemaTable(schemaAt(schema, ...path)),
      '',
    ]),
    '### Rights: each of `permissions`',
    'A bare name stands for the right without scope and reason: `"midi"` is `{ "right": "midi" }`.',
    '',
    schemaTable(schemaAt(schema, 'permissions', '*', 1)),
    '',
    markdownTable(
      ['Right', 'What the user reads'],
      rightSchema.options.map(right => [`\`${right}\``, rightWords[right]]),
    ),
    '',
    '### The older shape',
    olderShape,
    '',
    '## States',
    markdownTable(
      ['State', 'What it means'],
      Object.entries(states).map(([state, meaning]) => [`\`${state}\``, meaning]),
    ),
    '',
    '## Failures',
    'Every failure has a code that stays, and a sentence that says what happened and what to do next.',
    '',
    markdownTable(
      ['Code', 'What to do'],
      Object.entries(failureCodes)
        .filter(([code]) => /^(plugin|script|instance|config)-/.test(code))
        .map(([code, next]) => [`\`${code}\``, next]),
    ),
    '',
    '## REST',
    restText,
    '',
    markdownTable(['Method', 'Path', 'What it does'], routes()),
    '',
  ].join('\n')
}

const olderShape = `A manifest with a \`metadata\` block is brought into today's shape before it is checked: \`plugin_type\` is \`kind\`
(\`ANALYSIS\` is \`analyzer\`), \`main_file\` is \`main\` (for \`main.py\` Wireharp runs the \`main.js\` beside it),
\`requires_permissions\` is \`permissions\` (\`execute\` needs no right, \`file_access\` is \`files.read\` and \`files.write\`),
\`config_schema\` and \`default_config\` are \`configSchema\` and \`defaultConfig\`, and \`dependencies\` is a list such as
\`["gain", "reverb>=2.0"]\`. The id is made of the name, the licence is \`unknown\`. \`nodes\` and all other fields of
today may stand beside the block.`

const restText = `On the address that \`wireharp serve\` prints, below \`/api\`, with the session that the app itself uses. All that
changes something takes a JSON body, \`{}\` where there is nothing to say. Ids with a slash are escaped
(\`%40acme%2Ftremolo\`). \`/api/docs\` describes every path; \`/api/openapi.json\` does so for programs. What \`execute\` is given as \`inputs\`
and \`parameters\` is the tool’s input in one, and checked by its schema; a tool called \`execute\` gets the two apart.

A script trades the token of the printed address, once, for a session, and shows that itself; then a body may be left out where there is
nothing to say:

\`\`\`sh
token=… # what stands behind “#token=” of the address
session=$(curl -si $address/session -H "origin: $address" -H 'content-type: application/json' -d "{\\"token\\": \\"$token\\"}" |
  sed -n 's/^set-cookie: [^=]*=\\([^;]*\\).*/\\1/ip')
curl -s $address/api/plugins/system/status -H "authorization: Bearer $session"
curl -s -X POST $address/api/plugins/tremolo/reload -H "authorization: Bearer $session"
\`\`\``

function routes(): string[][] {
  return Object.values(contract.plugins).flatMap(procedure => {
    const { method = 'POST', path, summary } = procedure['~orpc'].route
    return path === undefined || summary === undefined ? [] : [[method, `\`/api${path}\``, summary]]
  })
}
