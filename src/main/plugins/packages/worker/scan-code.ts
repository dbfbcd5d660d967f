import { parseSync, Visitor, type ESTree } from 'rolldown/utils'
import type { FileFindings } from './findings'
import { obfuscationOf } from './obfuscation'
import type { ScanFinding } from './requests'
import { scanAddresses, type Hosts } from './scan-text'

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

/** Reads one file of JavaScript; answers how much its writing hides what it does, 0 to 100. */
export function scanCode(findings: FileFindings, file: string, text: string, hosts: Hosts): number {
  const { program, errors } = parseSync(file, text)
  const note = (
    { start, end }: { start: number; end: number },
    rule: Rule,
    severity: ScanFinding['severity'],
    message: string,
  ) => findings.note({ rule, severity, message }, start, end)
  if (errors.length > 0) {
    note({ start: 0, end: 0 }, 'unreadable', 'warning', 'The code is no JavaScript module.')
  }
  const inMade = (node: ESTree.Node) =>
    note(node, 'code-from-strings', 'warning', 'Code is made from text.')
  const inPrototypes = (node: ESTree.Node) =>
    note(node, 'prototypes', 'warning', 'Prototypes are changed or walked.')
  const seen = new Set<string>()
  const inText = (node: ESTree.Node, value: string) => {
    // Escapes are shorter in the value: the text stands where its node does.
    scanAddresses(findings, { text: value, at: node.start }, hosts, seen)
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
  return obfuscation
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
