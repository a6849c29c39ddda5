//! How many searches a second the server answers, how long they take, and how many of the truly nearest it finds:
//! `cargo run --release -p draftlens-server --example load -- --store postgres --vectors 100000`
//!
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

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, FromArgMatches, Parser, ValueEnum};
use cloud::Cloud;
use draftlens_search::{Embedding, Filter};
use draftlens_server::{App, EmbeddedStore, HeavyReader, Limits, Query, Store, Tenants, serve};
use postgres::Cluster;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const TENANT: &str = "local";

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
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Which {
    Embedded,
    Postgres,
}

fn main() {
    let arguments = Arguments::parse();
    let runtime = Runtime::new().unwrap();
    let cloud = Cloud::new(arguments.vectors);
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
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
            Arc::new(runtime.block_on(fill::fill_database(cluster, &database, &cloud)))
        }
    };
    println!("{} vectors kept in {:.1} s", arguments.vectors, began.elapsed().as_secs_f64());
    let recall = runtime.block_on(recall_at_10(&*store, &cloud, arguments.compared));
    println!("recall@10 of {} queries: {recall:.4}", arguments.compared);
    let url = start(&runtime, store);
    // Warms up.
    ask(&url, &cloud, 1, arguments.seconds / 4.0);
    for &callers in &arguments.callers {
        let millis = ask(&url, &cloud, callers, arguments.seconds);
        let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
        println!(
            "{callers} at once: {:.0} searches/s, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms",
            millis.len() as f64 / arguments.seconds,
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
}

async fn recall_at_10(store: &dyn Store, cloud: &Cloud, queries: usize) -> f64 {
    let mut found = 0;
    for number in 0..queries {
        let sheet = cloud.query(number);
        let truth: BTreeSet<String> = cloud.nearest(&sheet, 10).into_iter().map(fill::id).collect();
        let query = Query {
            model: cloud::model(),
            embedding: Embedding { sheet, views: Vec::new() },
            filter: Filter::default(),
            depth: 10,
        };
        let hits = store.search(TENANT, query).await.unwrap();
        found += hits.iter().filter(|hit| truth.contains(&hit.id)).count();
    }
    found as f64 / (10 * queries) as f64
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

/// Milliseconds of each search, sorted.
fn ask(url: &str, cloud: &Cloud, callers: usize, seconds: f64) -> Vec<f64> {
    let next = AtomicUsize::new(0);
    let until = Instant::now() + Duration::from_secs_f64(seconds);
    let caller = || {
        let agent = ureq::Agent::new_with_defaults();
        let mut millis = Vec::new();
        while Instant::now() < until {
            let sheet = cloud.query(next.fetch_add(1, Ordering::Relaxed));
            let asked = json!({"model": cloud::model(), "embedding": {"sheet": sheet}});
            let began = Instant::now();
            let found: Value = agent.post(url).send_json(&asked).unwrap().body_mut().read_json().unwrap();
            millis.push(began.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(found["hits"].as_array().unwrap().len(), 10);
        }
        millis
    };
    let mut millis: Vec<f64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(caller)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    millis.sort_by(f64::total_cmp);
    millis
}
