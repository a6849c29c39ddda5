// The files that the package loads while it runs, for bundlers that do not find them.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** Files that are there already and right are left alone, so that servers and caches see no change. */
export function copyAssets(folder) {
  const { files } = JSON.parse(readFileSync(join(dist, 'assets.json'), 'utf8'))
  mkdirSync(folder, { recursive: true })
  let copied = 0
  for (const { file, sha256 } of [...files, { file: 'assets.json' }]) {
    const bytes = readFileSync(join(dist, file))
    if (sha256 && hash(bytes) !== sha256)
      throw new Error(`${join(dist, file)} is damaged: install the package again.`)
    const target = join(folder, file)
    if (hash(bytes) === hash(readIfThere(target))) continue
    writeFileSync(target, bytes)
    copied++
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return `${files.length} files, ${(total / 1e6).toFixed(1)} MB, in ${folder}${copied === 0 ? ': nothing had changed' : ''}`
}

function readIfThere(path) {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.of()
  }
}

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
