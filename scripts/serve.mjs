// @ts-check
// Static files under the strict policy that the demo and the package must live with.
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types draftlens',
].join('; ')

const MIME = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.svg', 'image/svg+xml; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.webp', 'image/webp'],
  ['.gif', 'image/gif'],
  ['.bmp', 'image/bmp'],
  ['.ico', 'image/x-icon'],
  ['.tif', 'image/tiff'],
  ['.tiff', 'image/tiff'],
  ['.pdf', 'application/pdf'],
  ['.woff2', 'font/woff2'],
])
const PAYS_TO_COMPRESS = /^(text|application\/(wasm|json|manifest)|image\/(svg|bmp))/
const WORTH_COMPRESSING_BYTES = 1024

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Ask every time, answer 304: a development server that is never stale.
  'Cache-Control': 'no-cache',
  Vary: 'Accept-Encoding',
}

/** @typedef {Record<string, string>} Mounts URL prefix, which ends with a slash -> folder */

/** @typedef {(bytes: Buffer) => Promise<Buffer>} Compress */

/** While somebody waits. @type {Compress} */
const quick_brotli = (bytes) =>
  promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })

/**
 * @param {Mounts} mounts
 * @param {{port?: number, host?: string, brotli?: Compress, on_request?: (path: string) => boolean, asks?: string}} [how]
 *   port 0 takes any that is free; `on_request` says whether the connection holds; `asks`: other origins that pages may ask
 * @returns {Promise<{url: string, close: () => Promise<void>}>} url ends with a slash
 */
export async function serve(
  mounts,
  { port = 0, host = '127.0.0.1', brotli = quick_brotli, on_request = () => true, asks = '' } = {},
) {
  const bodies = new Map()
  const policy = CONTENT_SECURITY_POLICY.replace("connect-src 'self'", `connect-src 'self' ${asks}`.trim())
  const common = { ...HEADERS, 'Content-Security-Policy': policy }
  const server = createServer((request, response) => {
    if (!on_request(request.url ?? '/')) {
      request.socket.destroy()
      return
    }
    answer(request, mounts, bodies, brotli).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...common, ...headers })
        response.end(request.method === 'HEAD' ? undefined : body)
      },
      (error) => {
        response.writeHead(500, { ...common, 'Content-Type': 'text/plain' })
        response.end(`The server failed: ${error.message}\n`)
      },
    )
  })
  await new Promise((resolved, rejected) => {
    server.once('error', rejected)
    server.listen(port, host, () => resolved(undefined))
  })
  const address = server.address()
  const bound_port = address !== null && typeof address === 'object' ? address.port : port
  return {
    url: `http://${host}:${bound_port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined))
        server.closeAllConnections()
      }),
  }
}

/**
 * @typedef {{status: number, headers: Record<string, string | number>, body?: Buffer | string}} Answer
 * @typedef {{version: string, etag: string, by_encoding: Map<string, Buffer>}} Body
 */

/**
 * @param {import('node:http').IncomingMessage} request @param {Mounts} mounts @param {Map<string, Body>} bodies
 * @param {Compress} brotli
 * @returns {Promise<Answer>}
 */
async function answer(request, mounts, bodies, brotli) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return {
      status: 405,
      headers: { Allow: 'GET, HEAD', 'Content-Type': 'text/plain' },
      body: 'Only GET and HEAD.\n',
    }
  }
  const file = await file_of(request.url ?? '/', mounts)
  if (file === null) {
    return { status: 404, headers: { 'Content-Type': 'text/plain' }, body: `Nothing at ${request.url}\n` }
  }
  const type = MIME.get(extname(file.path).toLowerCase()) ?? 'application/octet-stream'
  const body = await body_of(file, bodies)
  if (request.headers['if-none-match'] === body.etag) return { status: 304, headers: { ETag: body.etag } }
  const encoding = best_encoding(request.headers['accept-encoding'] ?? '', type, file.size)
  const bytes = await encoded(body, encoding, brotli)
  /** @type {Record<string, string | number>} */
  const headers = { 'Content-Type': type, 'Content-Length': bytes.length, ETag: body.etag }
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding
  return { status: 200, headers, body: bytes }
}

/**
 * The file behind a URL, or null: for what does not exist and for whatever leads out of the served folder.
 * @param {string} url @param {Mounts} mounts
 */
async function file_of(url, mounts) {
  let path
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/')
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const prefix = Object.keys(mounts)
    .filter((mount) => path.startsWith(mount))
    .sort((a, b) => b.length - a.length)[0]
  const folder = prefix === undefined ? undefined : mounts[prefix]
  if (prefix === undefined || folder === undefined) return null
  try {
    const served = await realpath(folder)
    let found = await realpath(resolve(served, path.slice(prefix.length)))
    if (path.endsWith('/')) found = await realpath(join(found, 'index.html'))
    if (!found.startsWith(served + sep)) return null
    const facts = await stat(found)
    if (!facts.isFile()) return null
    return { path: found, size: facts.size, version: `${facts.mtimeMs}-${facts.size}-${facts.ino}` }
  } catch {
    return null
  }
}

/** @param {{path: string, version: string}} file @param {Map<string, Body>} bodies @returns {Promise<Body>} */
async function body_of(file, bodies) {
  const known = bodies.get(file.path)
  if (known?.version === file.version) return known
  const bytes = await readFile(file.path)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const body = { version: file.version, etag, by_encoding: new Map([['identity', bytes]]) }
  bodies.set(file.path, body)
  return body
}

/** @param {string} accepted @param {string} type @param {number} size */
function best_encoding(accepted, type, size) {
  if (size < WORTH_COMPRESSING_BYTES || !PAYS_TO_COMPRESS.test(type)) return 'identity'
  if (/\bbr\b/.test(accepted)) return 'br'
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}

/** @param {Body} body @param {string} encoding @param {Compress} brotli */
async function encoded(body, encoding, brotli) {
  const known = body.by_encoding.get(encoding)
  if (known) return known
  const bytes = /** @type {Buffer} */ (body.by_encoding.get('identity'))
  const packed = await (encoding === 'br' ? brotli(bytes) : promisify(gzip)(bytes))
  body.by_encoding.set(encoding, packed)
  return packed
}
