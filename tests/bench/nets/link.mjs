// @ts-check
// A link of a stated speed between browser and server: what either sends arrives later, and downloads share the width.
import { connect, createServer } from 'node:net'

/** @typedef {{megabits_per_second: number, round_trip_ms: number}} Speed */

/**
 * @param {string} url of the server @param {Speed} speed
 * @returns {Promise<{url: string, close: () => Promise<void>}>} the same server at the far end of the link
 */
export async function linked(url, { megabits_per_second, round_trip_ms }) {
  const { hostname, port } = new URL(url)
  const bytes_per_ms = megabits_per_second * 125
  /** When the link is done with all that it was given. */
  let free_at = 0
  /** @param {number} bytes */
  const downloaded_at = (bytes) => {
    free_at = Math.max(performance.now(), free_at) + bytes / bytes_per_ms
    return free_at + round_trip_ms / 2
  }
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set()
  const server = createServer((browser) => {
    const site = connect(Number(port), hostname)
    // To open a connection takes a round trip, before the first request goes out.
    const opened_at = performance.now() + round_trip_ms
    pass(browser, site, () => Math.max(performance.now(), opened_at) + round_trip_ms / 2)
    pass(site, browser, downloaded_at)
    for (const socket of [browser, site]) {
      open.add(socket)
      socket.setNoDelay()
      socket.on('close', () => open.delete(socket))
    }
  })
  await new Promise((listening) => server.listen(0, hostname, () => listening(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://${hostname}:${address.port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed(undefined))
        for (const socket of open) socket.destroy()
      }),
  }
}

/**
 * Hands on what comes from one side when it is due, in its order.
 * @param {import('node:net').Socket} from @param {import('node:net').Socket} to
 * @param {(bytes: number) => number} due_at milliseconds of performance.now()
 */
function pass(from, to, due_at) {
  let last = Promise.resolve()
  /** @param {number} at @param {() => void} deliver */
  const then_at = (at, deliver) => {
    last = last.then(
      () =>
        new Promise((delivered) =>
          setTimeout(
            () => {
              if (!to.destroyed) deliver()
              delivered()
            },
            Math.max(0, at - performance.now()),
          ),
        ),
    )
  }
  from.on('data', (bytes) => then_at(due_at(bytes.length), () => to.write(bytes)))
  from.on('end', () => then_at(due_at(0), () => to.end()))
  from.on('error', () => to.destroy())
}
