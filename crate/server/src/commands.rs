//! What the program does, by its command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, ensure};
use axum::http::HeaderValue;
use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;

use crate::bulk::{export, import, load};
use crate::tenants::hex_sha256;
use crate::{
    App, EmbeddedStore, HeavyReader, Limits, PostgresStore, Store, Tenants, migrate_postgres, serve,
};

/// The reference server of Draftlens: similar-drawing search, and a second reading of what was unsure.
#[derive(Debug, Parser)]
#[command(name = "draftlens-server", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers requests until it is told to stop.
    Serve(Box<ServeArguments>),
    /// Brings a PostgreSQL database up to date, as the role that owns its schema.
    Migrate {
        /// Such as postgres://owner@host/draftlens.
        #[arg(long, env = "DRAFTLENS_POSTGRES")]
        postgres: String,
    },
    /// Makes a key for a tenant: prints it, and what the file of keys holds of it.
    Key,
    /// Writes a tenant's drawings, a line of JSON each, to standard output.
    Export(StoreArguments),
    /// Puts drawings, as `export` writes them, from standard input.
    Import(StoreArguments),
    /// Puts drawings from Parquet files, as `draftlens embed --out` writes them; into PostgreSQL by COPY.
    Load {
        #[command(flatten)]
        of: StoreArguments,
        /// The files.
        #[arg(required = true)]
        parts: Vec<PathBuf>,
    },
    /// Prints the contract.
    Openapi,
}

#[derive(Debug, Args)]
struct ServeArguments {
    #[command(flatten)]
    store: Where,
    /// Where to listen.
    #[arg(long, env = "DRAFTLENS_LISTEN", default_value = "127.0.0.1:8470")]
    listen: SocketAddr,
    /// A file of keys; see docs/guides/server.md.
    #[arg(long, env = "DRAFTLENS_KEYS", required_unless_present = "open")]
    keys: Option<PathBuf>,
    /// Lets everybody in, as the tenant `local`: only where none but this machine can reach it.
    #[arg(long, conflicts_with = "keys")]
    open: bool,
    /// An origin whose pages may ask from a browser, such as https://app.example; may be given again.
    #[arg(long = "allow-origin")]
    allow_origins: Vec<String>,
    /// The ONNX file of a heavier reader, its manifest beside it, in place of the browser's own.
    #[arg(long)]
    reader: Option<PathBuf>,
    #[command(flatten)]
    limits: Limits,
    /// Writes the log as JSON.
    #[arg(long)]
    log_json: bool,
}

#[derive(Debug, Args)]
struct StoreArguments {
    #[command(flatten)]
    store: Where,
    /// Whose drawings.
    #[arg(long, default_value = "local")]
    tenant: String,
}

/// Where drawings are kept.
#[derive(Debug, Args)]
struct Where {
    /// The file of the embedded store; made if it is not there.
    #[arg(long, env = "DRAFTLENS_FILE", default_value = "drawings.redb")]
    file: PathBuf,
    /// A PostgreSQL database in its place, such as postgres://draftlens_app@host/draftlens.
    #[arg(long, env = "DRAFTLENS_POSTGRES")]
    postgres: Option<String>,
    /// Connections to that database.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Vectors of that database's index that a search keeps in sight, 200 to 1000: more find more and take longer.
    #[arg(long, default_value_t = 200)]
    ef_search: usize,
}

impl Where {
    /// An empty backup of a mistyped name looks like a good one.
    async fn open_if_there(&self) -> anyhow::Result<Arc<dyn Store>> {
        ensure!(
            self.postgres.is_some() || self.file.exists(),
            "there is no store {}: --file names it",
            self.file.display()
        );
        self.open().await
    }

    async fn open(&self) -> anyhow::Result<Arc<dyn Store>> {
        Ok(match &self.postgres {
            Some(url) => Arc::new(PostgresStore::open(url, self.connections, self.ef_search).await?),
            None => Arc::new(EmbeddedStore::open(&self.file)?),
        })
    }
}

/// Does what the command line says.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Serve(arguments) => run_server(*arguments).await,
        Command::Migrate { postgres } => {
            for name in migrate_postgres(&postgres).await? {
                println!("applied {name}");
            }
            println!("the database is up to date");
            Ok(())
        }
        Command::Key => make_key(),
        Command::Export(StoreArguments { store, tenant }) => {
            export(&*store.open_if_there().await?, &tenant).await
        }
        Command::Import(StoreArguments { store, tenant }) => import(&*store.open().await?, &tenant).await,
        Command::Load { of: StoreArguments { store, tenant }, parts } => {
            load(&*store.open().await?, &tenant, &parts).await
        }
        Command::Openapi => {
            println!("{}", crate::openapi().to_pretty_json()?);
            Ok(())
        }
    }
}

async fn run_server(arguments: ServeArguments) -> anyhow::Result<()> {
    start_log(arguments.log_json);
    let ServeArguments { store, listen, keys, allow_origins, reader, limits, .. } = arguments;
    let tenants = match &keys {
        Some(file) => Tenants::open(file, limits.most_per_sec)?,
        None => {
            ensure!(listen.ip().is_loopback(), "--open lets everybody in: it serves only 127.0.0.1 and ::1");
            Tenants::anybody("local", limits.most_per_sec)
        }
    };
    let origins = allow_origins.iter().map(|origin| origin_of(origin)).collect::<anyhow::Result<_>>()?;
    let reader = match &reader {
        Some(onnx) => HeavyReader::open(onnx, limits.most_readings_at_once)?,
        None => HeavyReader::shipped(limits.most_readings_at_once)?,
    };
    let app = App::new(store.open().await?, Arc::new(reader), tenants, limits, origins)?;
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("{listen} cannot be listened on"))?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(app, listener, told_to_stop()).await
}

fn start_log(as_json: bool) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if as_json { log.json().init() } else { log.init() }
}

fn origin_of(text: &str) -> anyhow::Result<HeaderValue> {
    let is_origin = text.split_once("://").is_some_and(|(scheme, host)| {
        matches!(scheme, "http" | "https") && !host.is_empty() && !host.contains('/')
    });
    ensure!(is_origin, "{text:?} is no origin such as https://app.example");
    Ok(text.parse()?)
}

async fn told_to_stop() {
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

fn make_key() -> anyhow::Result<()> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
    let key = format!("dl_{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    println!("key     {key}\nsha256  {}", hex_sha256(&key));
    Ok(())
}
