import type { Right } from '#shared/graph'

/**
 * The older shape of plugin.json: a `metadata` block and names with underscores. It is brought into today's
 * shape before it is checked; what it does not know (id, licence, interface version) is filled in. Fields of
 * today's shape may stand beside the block, `nodes` above all. Code of which it says nothing more is a class, as
 * `adaptClass` of the SDK takes it.
 */
export function isSeedManifest(json: unknown): json is SeedManifest {
  return isRecord(json) && isRecord(json['metadata']) && !('id' in json)
}

type Fields = Readonly<Record<string, unknown>>
type SeedManifest = Fields & { readonly metadata: Fields }

export function fromSeedManifest(json: SeedManifest): Fields {
  const { metadata, main_file, config_schema, default_config, ...rest } = json
  const { plugin_type, dependencies, requires_permissions, ...facts } = metadata
  const isClass = main_file !== undefined && contributions.every(part => !(part in rest))
  return {
    ...(isClass && { tools: classTools }),
    ...rest,
    ...facts,
    id: facts['id'] ?? idOf(facts['name']),
    api: 1,
    licence: facts['licence'] ?? facts['license'] ?? 'unknown',
    ...(plugin_type !== undefined && { kind: kindOf(plugin_type) }),
    ...(main_file !== undefined && { main: mainOf(main_file) }),
    ...(dependencies !== undefined && { dependencies: dependenciesOf(dependencies) }),
    ...(requires_permissions !== undefined && { permissions: rightsOf(requires_permissions) }),
    ...(config_schema !== undefined && { configSchema: config_schema }),
    ...(default_config !== undefined && { defaultConfig: default_config }),
  }
}

/** All that says what a plugin brings. */
const contributions = ['nodes', 'tools', 'sensors', 'views', 'workflows', 'providers', 'models']

/** What the methods `execute` and `get_node_definition` of a class are called by. */
const classTools = {
  execute: {
    label: 'Execute',
    description: 'Runs the plugin with inputs and parameters.',
    input: {
      type: 'object',
      properties: { inputs: { type: 'object' }, parameters: { type: 'object' } },
    },
  },
  definition: {
    label: 'Definition',
    description: 'What its node is: type, label, inputs, outputs and parameters.',
    input: { type: 'object' },
  },
}

/** “My Plugin” → `my-plugin`. */
function idOf(name: unknown): unknown {
  if (typeof name !== 'string') return name
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

function kindOf(type: unknown): unknown {
  if (typeof type !== 'string') return type
  const kind = type.toLowerCase()
  return kind === 'analysis' ? 'analyzer' : kind
}

/** Wireharp runs JavaScript: what was written for Python has its port beside it, under the same name. */
function mainOf(file: unknown): unknown {
  return typeof file === 'string' ? file.replace(/\.py$/, '.js') : file
}

/** `["gain", "reverb>=2.0"]` → `{ gain: "*", reverb: ">=2.0" }` */
function dependenciesOf(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  return Object.fromEntries(
    list.map((item: unknown) => {
      const [, id = '', range = ''] = /^([^\s<>=~^]*)\s*(.*)$/s.exec(String(item)) ?? []
      return [id, range === '' ? '*' : range.replace(/==/g, '=')]
    }),
  )
}

const renamed: Readonly<Record<string, readonly Right[]>> = {
  // Every plugin may run.
  execute: [],
  file_access: ['files.read', 'files.write'],
}

function rightsOf(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  const items: readonly unknown[] = list
  return items.flatMap((item): readonly unknown[] =>
    typeof item === 'string' && Object.hasOwn(renamed, item) ? (renamed[item] ?? []) : [item],
  )
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
