/** Written beside the examples when they are run. */
declare module 'all-examples' {
  export const examples: [name: string, run: () => Promise<void>][]
}
