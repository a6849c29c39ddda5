// @ts-check
// What may be installed for the whole machine: Debian's packages, by root, and nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export const is_root = process.getuid?.() === 0

export const is_debian = () =>
  existsSync('/etc/os-release') && /debian/.test(readFileSync('/etc/os-release', 'utf8'))

/** @param {string[]} packages */
export function apt_install(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    // Another apt may be at work: wait for it instead of failing.
    const { status, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      encoding: 'utf8',
    })
    if (status !== 0)
      return { ok: false, said: stderr?.trim().split('\n').at(-1) ?? 'apt-get could not be started' }
  }
  return { ok: true, said: '' }
}
