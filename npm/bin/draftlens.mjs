#!/usr/bin/env node
// What the package does for those who serve it: its files into a folder, and manifests for offline use.
import { parseArgs } from 'node:util'
import { copyAssets } from './copy-assets.mjs'
import { makeOffline, makePackage } from './manifests.mjs'

const USAGE = `draftlens copy-assets FOLDER
  Copies the workers, the wasm modules and the nets into FOLDER, such as public/draftlens. Serve it, and say where:
  createAnalyzer({ assetBase: '/draftlens/' }).

draftlens make-offline FOLDER [--without PATH]...
  FOLDER is a built page with its index.html: writes offline.json, which names every file in it by its sha256, and
  draftlens-sw.js beside it. In the page: OfflineApp.open() of draftlens/offline. PATH is left out.

draftlens make-package FOLDER --id ID --title TITLE [--notes URL]
  FOLDER holds drawings: writes drawings.json, from which field viewers store them. Notes about them are sent to URL.
`

/** @type {Record<string, (folder: string, args: string[]) => string>} */
const COMMANDS = {
  'copy-assets': (folder, args) => {
    parseArgs({ args })
    return copyAssets(folder)
  },
  'make-offline': (folder, args) => {
    const { values } = parseArgs({ args, options: { without: { type: 'string', multiple: true } } })
    return makeOffline(folder, values.without ?? [])
  },
  'make-package': (folder, args) => {
    const text = { type: /** @type {const} */ ('string') }
    const { values } = parseArgs({ args, options: { id: text, title: text, notes: text } })
    const { id, title, notes } = values
    if (!id || !title) throw new Error('make-package needs --id and --title.')
    return makePackage(folder, { id, title, ...(notes && { notes }) })
  },
}

const [name, folder, ...args] = process.argv.slice(2)
const command = COMMANDS[name ?? '']
if (name === '--help' || name === '-h') {
  process.stdout.write(USAGE)
} else if (!command || folder === undefined || folder.startsWith('-')) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  try {
    process.stdout.write(`${command(folder, args)}\n`)
  } catch (error) {
    process.stderr.write(`draftlens: ${error instanceof Error ? error.message : error}\n`)
    process.exitCode =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1
  }
}
