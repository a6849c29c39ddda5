/** The part of Trusted Types that is needed here; absent in browsers without them. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): TrustedScriptUrl
  }
}

/** A script's address that a Trusted Types policy has vouched for. */
export interface TrustedScriptUrl {
  /** The address. */
  toJSON(): string
}

type Policy = ReturnType<TrustedTypes['createPolicy']>

/** A second policy of the same name is refused by most pages' rules, so there is one a realm, made when first needed. */
let policy: Policy | undefined
/** The only address that the policy vouches for while it is asked. */
let vouchedUrl: string | undefined

/**
 * A worker's address → what `new Worker` takes where the page demands Trusted Types. The policy is named
 * `draftlens`: allow it with `trusted-types draftlens`.
 */
export function trustedScriptUrl(url: URL): URL {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  policy ??= trustedTypes.createPolicy('draftlens', {
    createScriptURL: (asked) => {
      if (asked !== vouchedUrl) throw new TypeError(`draftlens does not load scripts from ${asked}`)
      return asked
    },
  })
  vouchedUrl = url.href
  try {
    // TypeScript's `Worker` does not know trusted addresses yet.
    return policy.createScriptURL(url.href) as unknown as URL
  } finally {
    vouchedUrl = undefined
  }
}
