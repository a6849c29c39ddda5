// @ts-check
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CONTENT_SECURITY_POLICY, serve } from '../../scripts/serve.mjs'

const folder = mkdtempSync(join(tmpdir(), 'draftlens-serve-'))
const site = join(folder, 'site')
/** @type {Awaited<ReturnType<typeof serve>>} */
let server

before(async () => {
  mkdirSync(join(site, 'sub'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>x</title>')
  writeFileSync(join(site, 'a.wasm'), Buffer.alloc(5000))
  writeFileSync(join(site, 'sub', 'page.js'), 'export {}')
  symlinkSync(join(folder, 'secret.txt'), join(site, 'link.txt'))
  server = await serve({ '/': site, '/other/': join(site, 'sub') })
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** fetch() would tidy the path before it is sent. @param {string} path @param {Record<string, string>} [headers] */
function raw_get(path, headers = {}, method = 'GET') {
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, headers, method, host: '127.0.0.1' }, (response) => {
      let body = ''
      response.setEncoding('latin1')
      response.on('data', (text) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('every answer carries the policy, and asks for no isolation', async () => {
  for (const path of ['/', '/a.wasm', '/absent']) {
    const { headers } = await raw_get(path)
    assert.equal(headers['content-security-policy'], CONTENT_SECURITY_POLICY)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cross-origin-opener-policy'], undefined)
    assert.equal(headers['cross-origin-embedder-policy'], undefined)
  }
  assert.match(CONTENT_SECURITY_POLICY, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /)
  assert.match(CONTENT_SECURITY_POLICY, /require-trusted-types-for 'script'; trusted-types draftlens$/)
})

test('nothing outside the served folder can be read', async () => {
  const ways_out = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/sub/..%5c..%5csecret.txt']
  for (const path of [...ways_out, '/link.txt', '/a.wasm%00.txt', '/other/../../secret.txt', '/%']) {
    const { status, body } = await raw_get(path)
    assert.equal(status, 404, path)
    assert.doesNotMatch(body, /^secret$/)
  }
})

test('wasm is served as wasm, compressed where the client can', async () => {
  const plain = await raw_get('/a.wasm')
  assert.equal(plain.headers['content-type'], 'application/wasm')
  assert.equal(plain.headers['content-length'], '5000')
  const brotli = await raw_get('/a.wasm', { 'accept-encoding': 'gzip, br' })
  assert.equal(brotli.headers['content-encoding'], 'br')
  assert.ok(Number(brotli.headers['content-length']) < 500)
})

test('an unchanged file is not sent again, a changed one is', async () => {
  const { headers } = await raw_get('/sub/page.js')
  assert.equal((await raw_get('/sub/page.js', { 'if-none-match': headers.etag })).status, 304)
  writeFileSync(join(site, 'sub', 'page.js'), 'export const changed = 1')
  const again = await raw_get('/sub/page.js', { 'if-none-match': headers.etag })
  assert.equal(again.status, 200)
  assert.match(again.body, /changed/)
})

test('the longest mount wins, and only reading is allowed', async () => {
  assert.equal((await raw_get('/other/page.js')).status, 200)
  assert.equal((await raw_get('/', {}, 'POST')).status, 405)
})
