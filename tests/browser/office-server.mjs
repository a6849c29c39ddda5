// @ts-check
// The server that notes go to, as an office has one: it knows repetitions by their key and states by their ETag, and it
// can be made to fail in each of the ways that networks do.
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** @typedef {{method: string, path: string, key: string, body: unknown}} Done what was done, once for each key */
/** @typedef {'answer' | 'lose-request' | 'lose-answer' | 'busy' | 'refuse'} Mood */

export async function office_server() {
  /** @type {Done[]} */
  const done = []
  /** @type {Map<string, {body: unknown, revision: number}>} */
  const things = new Map()
  /** @type {Map<string, {status: number, headers: Record<string, string>, body: string}>} */
  const answered = new Map()
  let n_requests = 0
  /** @type {Mood} */
  let mood = 'answer'

  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*, authorization',
      'access-control-allow-methods': 'PUT, POST, DELETE',
      'access-control-expose-headers': 'etag, retry-after',
    }
    if (method === 'OPTIONS') return void response.writeHead(204, cors).end()
    n_requests++
    if (mood === 'lose-request') return void request.socket.destroy()
    if (mood === 'busy') return void response.writeHead(503, { ...cors, 'retry-after': '1' }).end()
    if (mood === 'refuse') {
      const problem = JSON.stringify({ code: 'bad-body', detail: 'That is not what we want.', hint: '' })
      return void response
        .writeHead(422, { ...cors, 'content-type': 'application/problem+json' })
        .end(problem)
    }
    const key = String(headers['idempotency-key'])
    let answer = answered.get(key)
    if (!answer) {
      let text = ''
      for await (const part of request) text += part
      answer = change({ method, path, key, body: JSON.parse(text || 'null') }, headers)
      answered.set(key, answer)
    }
    if (mood === 'lose-answer') return void request.socket.destroy()
    response.writeHead(answer.status, { ...cors, ...answer.headers }).end(answer.body)
  })

  /** @param {Done} what @param {import('node:http').IncomingHttpHeaders} headers */
  function change(what, headers) {
    const now = things.get(what.path)
    const tag = now && `"${now.revision}"`
    const is_stale =
      (headers['if-match'] !== undefined && headers['if-match'] !== tag) ||
      (headers['if-none-match'] === '*' && now !== undefined)
    if (is_stale) {
      return { status: 412, headers: { etag: tag ?? '""' }, body: JSON.stringify(now?.body ?? null) }
    }
    const revision = (now?.revision ?? 0) + 1
    things.set(what.path, { body: what.body, revision })
    done.push(what)
    return { status: 204, headers: { etag: `"${revision}"` }, body: '' }
  }

  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/`,
    done,
    n_requests: () => n_requests,
    /** @param {Mood} next */
    be: (next) => {
      mood = next
    },
    /** Somebody else changes a thing. @param {string} path @param {unknown} body */
    overwrite: (path, body) => {
      things.set(path, { body, revision: (things.get(path)?.revision ?? 0) + 100 })
    },
    /** Nobody ever told it anything. */
    forget: () => {
      things.clear()
      done.splice(0)
    },
    /** Until so much is done. @param {number} n */
    has_done: async (n) => {
      const deadline = Date.now() + 120_000
      while (done.length < n) {
        if (Date.now() > deadline) throw new Error(`The office was told ${done.length} things, not ${n}.`)
        await sleep(20)
      }
    },
    thing: (/** @type {string} */ path) => things.get(path)?.body,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined))
        server.closeAllConnections()
      }),
  }
}
