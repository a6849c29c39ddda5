import { Parser } from 'saxen'
import { badFormat } from './labelled-page.js'

/** An element with what lies in it. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Any text → the same in XML, in elements and attributes; what XML cannot say becomes U+FFFD. */
export function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
      .replace(/\r?\n/g, '&#10;')
  )
}

/** XML → its outermost element; fails with `bad-format`. The browser's own parser wants to be trusted first. */
export function parsedXml(text: string, format: string): Element {
  const document: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [document]
  const innermost = () => open[open.length - 1] ?? document
  const parser = new Parser()
  parser.on('openTag', (name, attributesOf, decode) => {
    const attributes = Object.entries(attributesOf()).map(([key, value]) => [key, decode(value)])
    const element = { name, attributes: Object.fromEntries(attributes), children: [], text: '' }
    innermost().children.push(element)
    open.push(element)
  })
  parser.on('closeTag', () => {
    open.pop()
  })
  parser.on('text', (value, decode) => {
    innermost().text += decode(value)
  })
  parser.on('cdata', (value) => {
    innermost().text += value
  })
  parser.on('error', (error) => {
    throw badFormat(format, error.message)
  })
  parser.parse(text)
  const [outermost] = document.children
  if (!outermost || open.length > 1) throw badFormat(format, 'it ends too soon')
  return outermost
}
