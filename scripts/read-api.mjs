// @ts-check
// The types that npm/dist ships → what each entry of the package exports, in words and code.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  isClassDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isVariableDeclaration,
  SyntaxKind,
} from 'typescript/unstable/ast'
import { API, SymbolFlags } from 'typescript/unstable/sync'
import { in_root } from './project.mjs'

/**
 * @typedef {import('typescript/unstable/ast').Node} Node
 * @typedef {import('typescript/unstable/sync').Symbol} ApiSymbol
 * @typedef {import('typescript/unstable/sync').Checker} Checker
 *
 * @typedef {object} Example
 * @property {'ts' | 'tsx'} language
 * @property {boolean} runs where the tests run it: in a bare page, without a server, without React
 * @property {string} code
 *
 * @typedef {object} Export
 * @property {string} name
 * @property {string} id the same for what is the same, in whichever entry
 * @property {boolean} is_value something that runs, not only a type
 * @property {string} said
 * @property {Example[]} examples
 * @property {string} code the declaration, with what is said of its members
 * @property {{name: string, said: string}[]} methods
 * @property {{name: string, id: string}[]} mentions types of the package within the declaration
 *
 * @typedef {object} Entry
 * @property {string} specifier as it is imported
 * @property {string} page the file of the reference
 * @property {string} said
 * @property {Export[]} exports sorted by name
 */

const DIST = in_root('npm/dist')
const METHODS = new Set([SyntaxKind.MethodDeclaration, SyntaxKind.MethodSignature])

/** Every entry that has types; they must be built. @returns {Entry[]} */
export function read_api() {
  /** @type {{exports: Record<string, {types?: string}>}} */
  const { exports } = JSON.parse(readFileSync(in_root('npm/package.json'), 'utf8'))
  const entries = Object.entries(exports).flatMap(([path, { types = '' }]) =>
    types.endsWith('/index.d.ts') ? [{ path, file: in_root(join('npm', types)) }] : [],
  )
  const api = new API({ cwd: in_root('.') })
  try {
    const snapshot = api.updateSnapshot({ openFiles: entries.map(({ file }) => file) })
    return entries.map(({ path, file }) => {
      const project = snapshot.getDefaultProjectForFile(file)
      const source = project?.program.getSourceFile(file)
      const module = source && project?.checker.getSymbolAtLocation(source)
      if (!module || !project) throw new Error(`${file} is missing: npm run build makes it.`)
      return {
        specifier: join('draftlens', path),
        page: `${path === '.' ? 'draftlens' : path.slice(2)}.md`,
        said: package_comment(readFileSync(source_of(file), 'utf8')),
        exports: project.checker
          .getExportsOfModule(module)
          .map((symbol) => read_export(symbol, project.checker))
          .sort((one, other) => (one.name < other.name ? -1 : 1)),
      }
    })
  } finally {
    api.close()
  }
}

/** @param {ApiSymbol} symbol @param {Checker} checker @returns {Export} */
function read_export(symbol, checker) {
  const target = aliased(symbol, checker)
  const nodes = target.declarations.flatMap((handle) => handle.resolve() ?? [])
  return {
    name: symbol.name,
    id: id_of(target),
    is_value: (target.flags & SymbolFlags.Value) !== 0,
    said: said_of(target, checker),
    examples: checker.getJsDocTagsOfSymbol(target).flatMap(example_of),
    code: nodes.map((node) => code_of(node)).join('\n'),
    methods: nodes.flatMap(public_members).flatMap((member) => method_of(member, checker)),
    mentions: nodes.flatMap((node) => mentions_in(node, checker)).filter(({ id }) => id !== id_of(target)),
  }
}

/** @param {ApiSymbol} symbol @param {Checker} checker */
function aliased(symbol, checker) {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** @param {ApiSymbol} symbol */
function id_of({ name, declarations: [first] }) {
  return `${first?.path} ${name}`
}

/** @param {ApiSymbol} symbol @param {Checker} checker */
function said_of(symbol, checker) {
  return without_links(checker.getDocumentationCommentOfSymbol(symbol)).replaceAll(/\s+/g, ' ').trim()
}

/** @param {string} text */
const without_links = (text) => text.replaceAll(/\{@link (\w+)\}/g, '`$1`')

/** @param {import('typescript/unstable/sync').JSDocTagInfo} tag @returns {Example[]} */
function example_of({ name, text }) {
  if (name !== 'example') return []
  const [, language, more = '', code] = /^```(tsx?)( no-run)?\n(.*)\n```$/s.exec(text?.trim() ?? '') ?? []
  if (!language || code === undefined) throw new Error(`Not an example between \`\`\`ts and \`\`\`: ${text}`)
  return [{ language: /** @type {'ts' | 'tsx'} */ (language), runs: language === 'ts' && more === '', code }]
}

/** The declaration as it is written, without what is nobody's business. @param {Node} node */
function code_of(node) {
  if (isVariableDeclaration(node)) return `const ${node.getText()}`
  const text = without_links(node.getText()).replace(/^export (declare )?/, '')
  const hidden = members_of(node).filter((member) => !public_members(node).includes(member))
  return hidden
    .reduce((left, member) => left.replace(without_links(member.getFullText()), ''), text)
    .replace(/\s*\n}$/, '\n}')
}

/** @param {Node} node @returns {readonly Node[]} */
function members_of(node) {
  return isClassDeclaration(node) || isInterfaceDeclaration(node) ? node.members : []
}

/** @param {Node} node @returns {Node[]} */
function public_members(node) {
  return members_of(node).filter(
    (member) => !/^\s*(#|private )|@internal|^\s*\/\*\*.*\*\/\s*private /s.test(member.getFullText()),
  )
}

/** @param {Node} member @param {Checker} checker @returns {{name: string, said: string}[]} */
function method_of(member, checker) {
  const { name } = /** @type {{name?: Node}} */ (/** @type {unknown} */ (member))
  if (!METHODS.has(member.kind) || !name || !isIdentifier(name)) return []
  const symbol = checker.getSymbolAtLocation(name)
  return symbol ? [{ name: name.text, said: said_of(symbol, checker) }] : []
}

/** Types of this package that stand in a declaration. @param {Node} node @param {Checker} checker */
function mentions_in(node, checker) {
  /** @type {{name: string, id: string}[]} */
  const found = []
  const shown = members_of(node).length > 0 ? public_members(node) : undefined
  /** @param {Node} at */
  const visit = (at) => {
    if (shown && at.parent === node && members_of(node).includes(at) && !shown.includes(at)) return
    if (isIdentifier(at) && /^[A-Z]/.test(at.text)) {
      const symbol = checker.getSymbolAtLocation(at)
      const target = symbol && aliased(symbol, checker)
      const is_ours = target?.declarations[0]?.path.startsWith(DIST)
      const is_type = target && target.flags & SymbolFlags.Type && !(target.flags & SymbolFlags.TypeParameter)
      if (is_ours && is_type) found.push({ name: at.text, id: id_of(target) })
    }
    at.forEachChild(visit)
  }
  visit(node)
  return found
}

/** Declarations lose the comment at a file's head where an import follows it. @param {string} declarations */
const source_of = (declarations) => declarations.replace(DIST, in_root('npm/src')).replace(/\.d\.ts$/, '.ts')

/** What an entry says of itself, at its head. @param {string} text */
function package_comment(text) {
  const [, words = ''] = /\/\*\*((?:(?!\*\/).)*)@packageDocumentation/s.exec(text) ?? []
  return words
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
