// @ts-check
// The server, asked by a fuzzer that reads its contract: schemathesis. `npm run fuzz:server -- EXAMPLES` asks for longer.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build_native_cli, target_folder } from './native-cli.mjs'
import { root, tool_environment } from './project.mjs'
import { server_python, set_up_server_python } from './python.mjs'
import { main, StepFailed, step } from './steps.mjs'

const KEY = 'fuzz'

/**
 * Fails where the server answers with an error of its own, or otherwise than its contract says.
 * @param {import('./steps.mjs').Run} given @param {number} examples of each kind, for each address
 */
export async function fuzz_server({ run }, examples) {
  const folder = mkdtempSync(join(tmpdir(), 'draftlens-fuzz-'))
  const { url, stop } = await start(folder)
  try {
    await run(server_python, [
      ...['-m', 'schemathesis.cli', 'run', `${url}/openapi.json`, '--checks', 'all'],
      ...['--header', `Authorization: Bearer ${KEY}`],
      // A vector of zeros, two pages of one number, vectors of unlike lengths: no schema says that these cannot be.
      ...['--exclude-checks', 'positive_data_acceptance'],
      ...['--max-examples', String(examples), '--seed', '1', '--suppress-health-check', 'all', '--no-color'],
    ])
  } finally {
    stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder @returns {Promise<{url: string, stop: () => void}>} */
async function start(folder) {
  const program = join(target_folder(), 'debug', 'draftlens-server')
  const sha256 = createHash('sha256').update(KEY).digest('hex')
  const keys = join(folder, 'keys.json')
  writeFileSync(keys, JSON.stringify({ tenants: [{ name: 'fuzz', keys_sha256: [sha256] }] }))
  const args = ['serve', '--keys', keys, '--file', join(folder, 'drawings.redb'), '--listen', '127.0.0.1:0']
  args.push('--most-per-sec', '100000')
  const server = spawn(program, args, {
    cwd: root,
    env: { ...tool_environment(), RUST_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = () => void server.kill()
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /^listening on (\S+)/.exec(line)?.[1]
    if (url) return { url, stop }
  }
  throw new StepFailed('The server ended before it listened.', {
    hint: 'cargo run -p draftlens-server -- serve --open',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await step('PostgreSQL and the fuzzer', set_up_server_python)
    await step('server', build_native_cli)
    await step('server, fuzzed by its contract', (given) =>
      fuzz_server(given, Number(process.argv[2] ?? 200)),
    )
  })
}
