//! How many searches a second the server answers, how long they take, and how many of the truly nearest it finds:
//! `cargo run --release -p draftlens-server --example load -- --store postgres --vectors 100000`
//!
//! For PostgreSQL a table comes first: what its index finds, and how fast, the further it looks, and what looking at all takes.
//! Server, database and callers share this machine: of a server alone, the figures are a lower bound.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement that fails says where"
)]

#[allow(dead_code, reason = "tests use the rest")]
#[path = "../tests/server/postgres.rs"]
mod postgres;
#[path = "load/cloud.rs"]
mod cloud;
#[path = "load/fill.rs"]
mod fill;
#[path = "load/ask.rs"]
mod ask;
#[path = "load/reach.rs"]
mod reach;

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::{Args, FromArgMatches, Parser, ValueEnum};
use cloud::Cloud;
use draftlens_search::{Embedding, Filter};
use draftlens_server::{App, EmbeddedStore, HeavyReader, Limits, Query, Store, Tenants, serve};
use postgres::Cluster;
use tokio::runtime::Runtime;

const TENANT: &str = "local";
const TOP: usize = 10;

#[derive(Parser)]
struct Arguments {
    #[arg(long, value_enum)]
    store: Which,
    #[arg(long, default_value_t = 100_000)]
    vectors: usize,
    /// So many at once; a round for each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8])]
    callers: Vec<usize>,
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,
    /// Queries whose ten nearest are compared with the true ones.
    #[arg(long, default_value_t = 200)]
    compared: usize,
    /// Views of each drawing, and of each query over HTTP.
    #[arg(long, default_value_t = 0)]
    views: usize,
    /// How far PostgreSQL's index looks, a row for each.
    #[arg(long, value_delimiter = ',', default_values_t = [10, 40, 100, 200, 400])]
    ef_search: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Which {
    Embedded,
    Postgres,
}

fn main() {
    let arguments = Arguments::parse();
    let runtime = Runtime::new().unwrap();
    let cloud = Cloud::new(arguments.vectors, arguments.views);
    let compared: Vec<Compared> =
        (0..arguments.compared).map(|number| Compared::new(&cloud, number)).collect();
    let folder = tempfile::tempdir().unwrap();
    // Ends with the program.
    let mut cluster = None;
    let store: Arc<dyn Store> = match arguments.store {
        Which::Embedded => {
            let store = EmbeddedStore::open(&folder.path().join("drawings.redb")).unwrap();
            runtime.block_on(fill::fill(&store, &cloud));
            Arc::new(store)
        }
        Which::Postgres => {
            let cluster = cluster.insert(Cluster::start(&["shared_buffers=2GB", "max_wal_size=8GB"]));
            let database = cluster.database();
            let store = runtime.block_on(fill::fill_database(cluster, &database, &cloud));
            let url = cluster.url("draftlens_app", &database);
            runtime.block_on(reach::print(&url, &compared, &arguments.ef_search));
            Arc::new(store)
        }
    };
    let recall = runtime.block_on(recall(&*store, &compared));
    println!("recall@{TOP} of {} queries by the server: {recall:.4}", compared.len());
    let url = start(&runtime, store);
    // Warms up.
    ask::ask(&url, &cloud, 1, arguments.seconds / 4.0);
    println!("| callers at once | searches/s | p50, p95, p99 ms |\n|---|---|---|");
    for &callers in &arguments.callers {
        let millis = ask::ask(&url, &cloud, callers, arguments.seconds);
        println!("| {callers} | {:.0} | {} |", millis.len() as f64 / arguments.seconds, percentiles(millis));
    }
}

/// A query, and the drawings that are truly nearest to it.
struct Compared {
    sheet: Vec<f32>,
    nearest: BTreeSet<String>,
}

impl Compared {
    fn new(cloud: &Cloud, number: usize) -> Self {
        let sheet = cloud.query(number).sheet;
        let nearest = cloud.nearest(&sheet, TOP).into_iter().map(fill::id).collect();
        Self { sheet, nearest }
    }
}

async fn recall(store: &dyn Store, compared: &[Compared]) -> f64 {
    let mut found = 0;
    for Compared { sheet, nearest } in compared {
        let query = Query {
            model: cloud::model(),
            embedding: Embedding { sheet: sheet.clone(), views: Vec::new() },
            filter: Filter::default(),
            depth: TOP,
        };
        let hits = store.search(TENANT, query).await.unwrap();
        found += hits.iter().filter(|hit| nearest.contains(&hit.id)).count();
    }
    found as f64 / (TOP * compared.len()) as f64
}

fn percentiles(mut millis: Vec<f64>) -> String {
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| format!("{:.1}", millis[((millis.len() - 1) as f64 * share) as usize]);
    [0.5, 0.95, 0.99].map(at).join(", ")
}

fn start(runtime: &Runtime, store: Arc<dyn Store>) -> String {
    let command = Limits::augment_args(clap::Command::new("limits"));
    let limits = command.get_matches_from(["limits", "--most-per-sec", "1000000"]);
    let limits = Limits::from_arg_matches(&limits).unwrap();
    let tenants = Tenants::anybody(TENANT, limits.most_per_sec);
    let reader = Arc::new(HeavyReader::shipped(1).unwrap());
    let app = App::new(store, reader, tenants, limits, Vec::new()).unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}/v1/search", listener.local_addr().unwrap());
    runtime.spawn(serve(app, listener, std::future::pending()));
    url
}
