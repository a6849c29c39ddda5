// @ts-check
// The reference server as the Rust tests build it, started for a test.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { target_folder } from './native-cli.mjs'
import { root, tool_environment } from './project.mjs'
import { StepFailed } from './steps.mjs'

export const server_program = () => join(target_folder(), 'debug', 'draftlens-server')

/**
 * @param {string} folder for its store @param {string | string[]} keys each of a tenant of its own @param {string[]} [more] arguments
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export async function start_server(folder, keys, more = []) {
  const tenants = [keys].flat().map((key, at) => ({
    name: `tenant ${at}`,
    keys_sha256: [createHash('sha256').update(key).digest('hex')],
  }))
  const file = join(folder, 'keys.json')
  writeFileSync(file, JSON.stringify({ tenants }))
  const args = ['serve', '--keys', file, '--file', join(folder, 'drawings.redb'), '--listen', '127.0.0.1:0']
  args.push('--most-per-sec', '100000', ...more)
  const server = spawn(server_program(), args, {
    cwd: root,
    env: { ...tool_environment(), RUST_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => server.once('close', resolve))
  const stop = async () => {
    server.kill()
    await ended
  }
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /^listening on (\S+)/.exec(line)?.[1]
    if (url) return { url, stop }
  }
  throw new StepFailed('The server ended before it listened.', {
    hint: 'cargo run -p draftlens-server -- serve --open',
  })
}
