//! Made-up drawings into stores, as `draftlens-server load` puts them.

use std::time::Instant;

use draftlens_search::Facets;
use draftlens_server::{Drawing, DrawingPage, PostgresStore, Store};

use crate::TENANT;
use crate::cloud::{Cloud, model};
use crate::postgres::Cluster;

const AT_ONCE: usize = 1000;

pub(crate) fn id(number: usize) -> String {
    format!("D{number:07}")
}

pub(crate) async fn fill(store: &dyn Store, cloud: &Cloud) {
    let drawing = |number: usize| {
        let pages =
            vec![DrawingPage { page: 0, embedding: cloud.drawing(number), facets: Facets::default() }];
        (id(number), Drawing { model: model(), pages }.checked().unwrap())
    };
    let began = Instant::now();
    for first in (0..cloud.len()).step_by(AT_ONCE) {
        let some = (first..cloud.len().min(first + AT_ONCE)).map(drawing).collect();
        store.put_many(TENANT, some).await.unwrap();
    }
    println!("{} drawings put in {:.1} s", cloud.len(), began.elapsed().as_secs_f64());
}

/// The index made afterwards, as one fills a database at first.
pub(crate) async fn fill_database(cluster: &Cluster, database: &str, cloud: &Cloud) -> PostgresStore {
    let store = cluster.store(database).await;
    let psql = |sql: &str| {
        let (done, said) = cluster.psql(database, sql);
        assert!(done, "{said}");
        said
    };
    psql("drop index draftlens.page_sheet");
    fill(&store, cloud).await;
    let began = Instant::now();
    psql(
        "set maintenance_work_mem = '3GB'; set max_parallel_maintenance_workers = 2;
         create index page_sheet on draftlens.page using hnsw (sheet halfvec_ip_ops)
           with (m = 16, ef_construction = 64)",
    );
    let seconds = began.elapsed().as_secs_f64();
    psql("vacuum analyze draftlens.page");
    let size = psql("select pg_size_pretty(pg_relation_size('draftlens.page_sheet'))");
    println!("index of {size} made in {seconds:.1} s");
    store
}
