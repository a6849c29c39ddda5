//! What pgvector's index finds and how fast, as far as it is let look, beside looking at all rows: by SQL, one query at a time.

use std::time::Instant;

use pgvector::HalfVector;
use tokio_postgres::{Client, Config, NoTls};

use crate::{Compared, TENANT, TOP, percentiles};

/// Prints a table, as a role that sees the tenant's rows only.
pub(crate) async fn print(url: &str, compared: &[Compared], ef_search: &[usize]) {
    let config: Config = url.parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    println!("| ef_search | recall@{TOP} | p50, p95, p99 ms |\n|---|---|---|");
    let settings = [("draftlens.tenant", TENANT), ("jit", "off"), ("enable_indexscan", "off")];
    for (name, value) in settings {
        set(&client, name, value).await;
    }
    println!("| all rows | {} |", measure(&client, compared).await);
    for (name, value) in [("enable_indexscan", "on"), ("enable_seqscan", "off")] {
        set(&client, name, value).await;
    }
    // Warms up.
    measure(&client, compared).await;
    for ef in ef_search {
        set(&client, "hnsw.ef_search", &ef.to_string()).await;
        println!("| {ef} | {} |", measure(&client, compared).await);
    }
}

async fn set(client: &Client, name: &str, value: &str) {
    client.query("select set_config($1, $2, false)", &[&name, &value]).await.unwrap();
}

async fn measure(client: &Client, compared: &[Compared]) -> String {
    let sql = format!("select drawing from draftlens.page order by sheet <#> $1 limit {TOP}");
    let statement = client.prepare(&sql).await.unwrap();
    let mut found = 0;
    let mut millis = Vec::new();
    for Compared { sheet, nearest } in compared {
        let sheet = HalfVector::from_f32_slice(sheet);
        let began = Instant::now();
        let rows = client.query(&statement, &[&sheet]).await.unwrap();
        millis.push(began.elapsed().as_secs_f64() * 1000.0);
        found += rows.iter().filter(|row| nearest.contains(row.get::<_, &str>(0))).count();
    }
    let recall = found as f64 / (TOP * compared.len()) as f64;
    format!("{recall:.4} | {}", percentiles(millis))
}
