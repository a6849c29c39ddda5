// @ts-check
// Files as a content delivery network has them: compressed once, as far as brotli can.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { test_out } from '../../../scripts/project.mjs'

/** By the hash of what was compressed: onnxruntime-web's files take minutes. */
const KEPT = join(test_out, 'bench-brotli')

/** @param {Buffer} bytes @returns {Promise<Buffer>} */
export async function brotli(bytes) {
  const kept = join(KEPT, `${createHash('sha256').update(bytes).digest('hex')}.br`)
  if (existsSync(kept)) return readFileSync(kept)
  const packed = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  mkdirSync(KEPT, { recursive: true })
  writeFileSync(kept, packed)
  return packed
}
