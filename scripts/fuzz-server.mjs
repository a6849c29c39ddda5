// @ts-check
// The server, asked by a fuzzer that reads its contract: schemathesis. `npm run fuzz:server -- EXAMPLES` asks for longer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { start_server } from './drawings-server.mjs'
import { build_native_cli } from './native-cli.mjs'
import { server_python, set_up_server_python } from './python.mjs'
import { main, step } from './steps.mjs'

const KEY = 'fuzz'

/**
 * Fails where the server answers with an error of its own, or otherwise than its contract says.
 * @param {import('./steps.mjs').Run} given @param {number} examples of each kind, for each address
 */
export async function fuzz_server({ run }, examples) {
  const folder = mkdtempSync(join(tmpdir(), 'draftlens-fuzz-'))
  const { url, stop } = await start_server(folder, KEY)
  try {
    await run(server_python, [
      ...['-m', 'schemathesis.cli', 'run', `${url}/openapi.json`, '--checks', 'all'],
      ...['--header', `Authorization: Bearer ${KEY}`],
      // A vector of zeros, two pages of one number, vectors of unlike lengths: no schema says that these cannot be.
      ...['--exclude-checks', 'positive_data_acceptance'],
      ...['--max-examples', String(examples), '--seed', '1', '--suppress-health-check', 'all', '--no-color'],
    ])
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
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
