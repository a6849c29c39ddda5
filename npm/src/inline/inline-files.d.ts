// Written by build.mjs: scripts as they are, binaries as base64 of gzip.
export declare const scripts: Record<string, string>
export declare const binaries: Record<string, string>
