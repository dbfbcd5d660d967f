import { parseSync, Visitor, type ESTree } from 'rolldown/utils'
import { obfuscationOf } from './obfuscation'
import type { ScanFinding } from './requests'
import { addresses, lineAt } from './scan-text'

/** Ways from a text to code. */
const MAKERS = new Set(['eval', 'Function', 'AsyncFunction', 'GeneratorFunction'])

/** What a plugin has no business with: they are not there, and whoever looks for them wants out. */
const OUTSIDE = new Set([
  'process',
  'require',
  'globalThis',
  'global',
  'window',
  'Deno',
  'Bun',
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'XMLHttpRequest',
  'importScripts',
])

const PROTOTYPE_CALLS = new Set(['setPrototypeOf', '__defineGetter__', '__defineSetter__'])

type Rule = ScanFinding['rule']

/** What one file of JavaScript holds. */
export function scanCode(
  file: string,
  text: string,
  hosts: readonly string[],
): { readonly findings: readonly ScanFinding[]; readonly obfuscation: number } {
  const { program, errors } = parseSync(file, text)
  const findings: ScanFinding[] = []
  const note = (
    { start, end }: { start: number; end: number },
    rule: Rule,
    severity: ScanFinding['severity'],
    message: string,
  ) => {
    const line = lineAt(text, start)
    if (findings.some(found => found.rule === rule && found.line === line)) return
    const shown = text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, ' ')
    findings.push({ rule, severity, file, line, text: shown, message })
  }
  if (errors.length > 0) {
    note({ start: 0, end: 0 }, 'unreadable', 'warning', 'The code is no JavaScript module.')
  }
  const inMade = (node: ESTree.Node) =>
    note(node, 'code-from-strings', 'warning', 'Code is made from text.')
  const inPrototypes = (node: ESTree.Node) =>
    note(node, 'prototypes', 'warning', 'Prototypes are changed or walked.')
  const seen = new Set<string>()
  const inText = (node: ESTree.Node, value: string) => {
    for (const found of addresses(file, value, hosts)) {
      if (seen.has(found.text)) continue
      seen.add(found.text)
      findings.push({ ...found, line: lineAt(text, node.start) })
    }
    if (value.includes('AGFzbQ')) {
      note(node, 'embedded-module', 'warning', 'A WebAssembly module is hidden in a text.')
    }
  }
  // Names of members are no names of the world.
  const members = new Set<number>()
  const isMember = ({ computed, key }: { computed: boolean; key: ESTree.Node }) => {
    if (!computed) members.add(key.start)
  }
  new Visitor({
    MethodDefinition: isMember,
    PropertyDefinition: isMember,
    CallExpression(node) {
      const name = nameOf(node.callee)
      if (name !== undefined && MAKERS.has(name)) inMade(node)
      if (name === 'setTimeout' || name === 'setInterval') {
        const [first] = node.arguments
        if (first !== undefined && isText(first)) inMade(node)
      }
      if (name === 'constructor' && node.arguments.some(isText)) inMade(node)
      if (name !== undefined && PROTOTYPE_CALLS.has(name)) inPrototypes(node)
    },
    NewExpression(node) {
      const name = nameOf(node.callee)
      if (name !== undefined && MAKERS.has(name)) inMade(node)
    },
    ImportExpression: inMade,
    MemberExpression(node) {
      if (!node.computed) members.add(node.property.start)
      const name = memberName(node)
      if (name === '__proto__') inPrototypes(node)
      // One step of the way from any value to the maker of code.
      if (name === 'constructor' && nameOf(node.object) === 'constructor') inMade(node)
    },
    AssignmentExpression({ left }) {
      if (left.type !== 'MemberExpression' || left.object.type !== 'MemberExpression') return
      if (memberName(left.object) === 'prototype') inPrototypes(left)
    },
    Property({ key, computed }) {
      isMember({ key, computed })
      if (nameOf(key) === '__proto__' || textOf(key) === '__proto__') inPrototypes(key)
    },
    Identifier(node) {
      if (!OUTSIDE.has(node.name) || members.has(node.start)) return
      note(node, 'globals', 'note', `“${node.name}” is not there in the sandbox, or of no use.`)
    },
    Literal(node) {
      if (typeof node.value === 'string') inText(node, node.value)
    },
    TemplateElement(node) {
      inText(node, node.value.cooked ?? node.value.raw)
    },
  }).visit(program)
  const obfuscation = obfuscationOf(text)
  if (obfuscation >= 50) {
    note(
      { start: 0, end: 80 },
      'obfuscation',
      'warning',
      `Its writing hides what it does: ${obfuscation} of 100.`,
    )
  }
  return { findings, obfuscation }
}

function nameOf(node: ESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? memberName(node) : undefined
}

/** `x.name` and `x['name']`. */
function memberName(node: ESTree.MemberExpression): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  return textOf(node.property)
}

/** A text that stands there, also in pieces: `'const' + 'ructor'`. */
function textOf(node: ESTree.Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? undefined
  }
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined
  const [left, right] = [textOf(node.left), textOf(node.right)]
  return left === undefined || right === undefined ? undefined : left + right
}

function isText(node: ESTree.Node): boolean {
  return textOf(node) !== undefined
}
