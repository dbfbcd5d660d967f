import { isNode, LineCounter, parseDocument } from 'yaml'
import type { Manifest } from '#shared/graph'
import type { LintFinding } from './worker/requests'

type Path = readonly (string | number)[]

/** What of a sound plugin.json is against good practice; its text tells the lines. */
export function lintManifest(manifest: Manifest, text: string): readonly LintFinding[] {
  const lineOf = linesIn(text)
  const findings: LintFinding[] = []
  const note = (
    path: Path,
    rule: string,
    about: LintFinding['about'],
    message: string,
    severity: LintFinding['severity'] = 'warning',
  ) =>
    void findings.push({
      ...{ rule, about, severity, message },
      file: 'plugin.json',
      line: lineOf(path),
    })
  manifest.permissions.forEach(({ right, scope, why }, index) => {
    const at = ['permissions', index]
    if (why === undefined) {
      const message = `Say what “${right}” is needed for (\`why\`): people are asked by that sentence.`
      note(at, 'permission-unexplained', 'security', message)
    }
    const isWide = scope === undefined || scope.includes('*')
    if (isWide && (right.startsWith('files.') || right === 'network')) {
      const message = `Ask for the folders or hosts alone that “${right}” is needed for (\`scope\`).`
      note(at, 'permission-unscoped', 'security', message)
    }
  })
  if (manifest.description.length < 15) {
    note(['description'], 'description-short', 'docs', 'Say in a sentence what the plugin does.')
  }
  if (/^(unknown|unlicensed|none)$/i.test(manifest.licence)) {
    note(['licence'], 'licence-unknown', 'docs', 'Name a licence: without one nobody may use it.')
  }
  for (const [id, { description, params, dsp }] of Object.entries(manifest.nodes)) {
    const at = ['nodes', id]
    if (description === '') {
      note(at, 'node-undescribed', 'docs', `Say in a sentence what the node “${id}” does.`)
    }
    // What is saved from the canvas has the words of its parts.
    for (const [param, spec] of dsp.form === 'graph' ? [] : Object.entries(params)) {
      if ('doc' in spec && spec.doc !== undefined) continue
      const message = `Say in a sentence what the parameter “${param}” does (\`doc\`).`
      note([...at, 'params', param], 'param-undocumented', 'docs', message, 'advice')
    }
  }
  for (const [id, { description, timeoutMs }] of Object.entries(manifest.tools)) {
    const at = ['tools', id]
    if (description.length < 10) {
      note(
        at,
        'tool-undescribed',
        'docs',
        `Say what the tool “${id}” does: assistants choose by it.`,
      )
    }
    if ((timeoutMs ?? 0) > 60_000) {
      const message = `The tool “${id}” may take over a minute: make a job of it, or less of it.`
      note(at, 'tool-slow', 'performance', message, 'advice')
    }
  }
  return findings
}

/** The line of plugin.json in which something stands; 1 where it cannot be found. */
function linesIn(text: string): (path: Path) => number {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  return path => {
    const node: unknown = document.getIn(path, true)
    const offset = isNode(node) ? node.range?.[0] : undefined
    return offset === undefined ? 1 : lineCounter.linePos(offset).line
  }
}
