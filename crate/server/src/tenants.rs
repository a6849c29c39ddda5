//! Who may ask: tenants, each with keys of its own, of which the server knows only the hashes.

use std::collections::HashMap;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::problem::{Code, Problem};

/// For a moment, how many times the rate.
const BURST: NonZero<u32> = NonZero::<u32>::MIN.saturating_add(4);

/// Somebody whose drawings nobody else sees.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// Its name in the store.
    pub name: Arc<str>,
    limiter: Arc<DefaultDirectRateLimiter>,
}

/// All of them, by the hashes of their keys.
#[derive(Debug)]
pub struct Tenants {
    by_hash: HashMap<[u8; 32], Tenant>,
    /// Serves everybody, where no key is asked for.
    anybody: Option<Tenant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    tenants: Vec<TenantKeys>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TenantKeys {
    name: String,
    keys_sha256: Vec<String>,
}

impl Tenants {
    /// From a file such as `{"tenants":[{"name":"acme","keys_sha256":["…"]}]}`.
    pub fn open(file: &Path, most_per_sec: NonZero<u32>) -> anyhow::Result<Self> {
        let text = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let KeysFile { tenants } = serde_json::from_slice(&text).with_context(|| {
            format!("{} is not a file of keys; see docs/guides/server.md", file.display())
        })?;
        let mut by_hash = HashMap::new();
        for TenantKeys { name, keys_sha256 } in tenants {
            anyhow::ensure!(!name.is_empty(), "{}: a tenant has no name", file.display());
            let tenant = Tenant::new(&name, most_per_sec);
            for text in keys_sha256 {
                let hash = hash_of_hex(&text)
                    .with_context(|| format!("{}: {text:?} of {name} is no sha256", file.display()))?;
                let before = by_hash.insert(hash, tenant.clone());
                anyhow::ensure!(before.is_none(), "{}: {name} has a key that is there twice", file.display());
            }
        }
        anyhow::ensure!(!by_hash.is_empty(), "{} holds no key", file.display());
        Ok(Self { by_hash, anybody: None })
    }

    /// One tenant for all who can reach the server.
    #[must_use]
    pub fn anybody(name: &str, most_per_sec: NonZero<u32>) -> Self {
        Self { by_hash: HashMap::new(), anybody: Some(Tenant::new(name, most_per_sec)) }
    }

    fn of(&self, request: &Request) -> Option<&Tenant> {
        if self.anybody.is_some() {
            return self.anybody.as_ref();
        }
        let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, key) = value.split_once(' ')?;
        // Looked up by hash: how long it takes tells nothing of the keys.
        scheme.eq_ignore_ascii_case("bearer").then(|| self.by_hash.get(&sha256(key.trim())))?
    }
}

impl Tenant {
    fn new(name: &str, most_per_sec: NonZero<u32>) -> Self {
        let quota = Quota::per_second(most_per_sec).allow_burst(most_per_sec.saturating_mul(BURST));
        Self { name: name.into(), limiter: Arc::new(RateLimiter::direct(quota)) }
    }
}

fn sha256(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// What the file of keys holds of a key.
pub(crate) fn hex_sha256(key: &str) -> String {
    sha256(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash_of_hex(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// Lets in who has a key and is not asking too often; who it is goes along with the request.
pub(crate) async fn let_in(
    State(tenants): State<Arc<Tenants>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let tenant = tenants
        .of(&request)
        .ok_or_else(|| Problem::new(Code::Unauthorized, "the request carries no key that this server knows"))?
        .clone();
    if let Err(not_until) = tenant.limiter.check() {
        let wait = not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        return Err(Problem::later(Code::RateLimited, "this key's tenant asks too often", wait));
    }
    request.extensions_mut().insert(tenant);
    Ok(next.run(request).await)
}
