// @ts-check
// A Vulkan driver for the native GPU tests: the machine's own, or Mesa's software one.
import { existsSync, readdirSync } from 'node:fs'
import { apt_install, is_debian, is_root } from './debian.mjs'

const DRIVER_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']

/** Says what the tests will run on; without any driver they skip what needs one, and say so. */
export function find_vulkan() {
  if (process.platform !== 'linux') return "the system's own"
  if (!has_vulkan_driver() && is_root && is_debian()) apt_install('mesa-vulkan-drivers')
  return has_vulkan_driver()
    ? undefined
    : 'none: GPU tests are skipped (Debian: apt-get install mesa-vulkan-drivers)'
}

export const has_vulkan_driver = () =>
  DRIVER_FOLDERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
