/** The part that is used here; the package brings no types. */
declare module 'saxen' {
  type Decode = (text: string) => string
  export class Parser {
    on(
      event: 'openTag',
      heard: (name: string, attributesOf: () => Record<string, string>, decode: Decode) => void,
    ): this
    on(event: 'closeTag', heard: (name: string) => void): this
    on(event: 'text', heard: (value: string, decode: Decode) => void): this
    on(event: 'cdata', heard: (value: string) => void): this
    on(event: 'error', heard: (error: Error) => void): this
    parse(text: string): this
  }
}
