//! A server that runs, and a caller.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use clap::{Args, FromArgMatches};
use draftlens_server::{App, EmbeddedStore, HeavyReader, Limits, Store, Tenants, serve};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A server in this process, with the tenants `acme` and `globex`, whose keys are their names.
pub(crate) struct Site {
    pub(crate) url: String,
    _stop: oneshot::Sender<()>,
    _folder: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The code of a problem, whose form is right.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        let code = problem["code"].as_str().unwrap();
        assert_eq!(problem["type"], format!("urn:draftlens:problem:{code}"));
        assert!(
            !problem["detail"].as_str().unwrap().is_empty() && !problem["hint"].as_str().unwrap().is_empty()
        );
        code.to_owned()
    }
}

pub(crate) fn usual_limits() -> Limits {
    let command = Limits::augment_args(clap::Command::new("limits"));
    Limits::from_arg_matches(&command.get_matches_from(["limits", "--most-per-sec", "100000"])).unwrap()
}

/// Loaded once: each would compile its plans anew.
pub(crate) fn reader() -> Arc<HeavyReader> {
    static READER: OnceLock<Arc<HeavyReader>> = OnceLock::new();
    Arc::clone(READER.get_or_init(|| Arc::new(HeavyReader::shipped(2).unwrap())))
}

pub(crate) fn keys_file(folder: &Path) -> PathBuf {
    let sha256 = |key: &str| Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let tenant = |name: &str| json!({"name": name, "keys_sha256": [sha256(name)]});
    let path = folder.join("keys.json");
    std::fs::write(&path, json!({"tenants": [tenant("acme"), tenant("globex")]}).to_string()).unwrap();
    path
}

impl Site {
    pub(crate) fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(EmbeddedStore::open(&folder.path().join("drawings.redb")).unwrap());
        Self::over(store, limits, folder)
    }

    pub(crate) fn over(store: Arc<dyn Store>, limits: Limits, folder: TempDir) -> Self {
        let tenants = Tenants::open(&keys_file(folder.path()), limits.most_per_sec).unwrap();
        let origins = vec!["https://app.example".parse().unwrap()];
        let app = App::new(store, reader(), tenants, limits, origins).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel::<SocketAddr>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                serve(app, listener, async { drop(stopped.await) }).await.unwrap();
            });
        });
        Self { url: format!("http://{}", told.recv().unwrap()), _stop: stop, _folder: folder }
    }

    pub(crate) fn ask(&self, key: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.ask_with(key, method, path, &[], body.map(Value::to_string).as_deref())
    }

    pub(crate) fn ask_with(
        &self,
        key: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let authorization = format!("Bearer {key}");
        let mut all = vec![("authorization", authorization.as_str())];
        all.extend(headers);
        ask(&format!("{}{path}", self.url), method, &all, body).unwrap()
    }
}

/// Fails where nobody answers.
pub(crate) fn ask(
    url: &str,
    method: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Answer, ureq::Error> {
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let has_kind = headers.iter().any(|(name, _)| *name == "content-type");
    if body.is_some() && !has_kind {
        request = request.header("content-type", "application/json");
    }
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .build()
        .new_agent();
    let mut response = match body {
        Some(body) => agent.run(request.body(body.to_owned())?)?,
        None => agent.run(request.body(())?)?,
    };
    Ok(Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.body_mut().with_config().limit(1 << 28).read_to_string()?,
    })
}

/// The program itself, as operators start it.
pub(crate) struct Program {
    process: Child,
    pub(crate) url: String,
}

impl Program {
    pub(crate) fn serve(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_draftlens-server"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("it says {line:?}"));
        Self { url: url.to_owned(), process }
    }

    /// As `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
