//! Made-up drawings into stores.

use std::pin::pin;
use std::sync::Arc;

use draftlens_search::{Embedding, Facets};
use draftlens_server::{Change, Drawing, DrawingPage, EmbeddedStore, Store};
use pgvector::HalfVector;
use tokio::task::JoinSet;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{Json, ToSql, Type};

use crate::TENANT;
use crate::cloud::{Cloud, model};

const AT_ONCE: usize = 500;

pub(crate) fn id(number: usize) -> String {
    format!("D{number:07}")
}

pub(crate) async fn embedded(store: &Arc<EmbeddedStore>, cloud: &Cloud) {
    for first in (0..cloud.len()).step_by(AT_ONCE) {
        let mut writes = JoinSet::new();
        for number in first..cloud.len().min(first + AT_ONCE) {
            let embedding = Embedding { sheet: cloud.vector(number).to_vec(), views: Vec::new() };
            let pages = vec![DrawingPage { page: 0, embedding, facets: Facets::default() }];
            let drawing = Drawing { model: model(), pages }.checked().unwrap();
            let (store, change) = (Arc::clone(store), Change::Put { id: id(number), drawing });
            writes.spawn(async move { store.write(TENANT, change, None).await });
        }
        for written in writes.join_all().await {
            written.unwrap();
        }
    }
}

/// By COPY, the index made afterwards, as one fills a database at first.
pub(crate) async fn postgres(url: &str, cloud: &Cloud) {
    let config: tokio_postgres::Config = url.parse().unwrap();
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("drop index draftlens.page_sheet").await.unwrap();
    let json = serde_json::to_value(model()).unwrap();
    let sql = "insert into draftlens.model (tenant, model) values ($1, $2)";
    client.execute(sql, &[&TENANT, &Json(json)]).await.unwrap();
    let columns = "tenant, drawing, page, sheet, views, weights, facets, texts";
    let statement = client.prepare(&format!("select {columns} from draftlens.page")).await.unwrap();
    let types: Vec<Type> = statement.columns().iter().map(|column| column.type_().clone()).collect();
    let sink = client.copy_in(&format!("copy draftlens.page ({columns}) from stdin binary")).await.unwrap();
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    let (views, weights, empty) = (Vec::<HalfVector>::new(), Vec::<f32>::new(), Json(serde_json::json!({})));
    for number in 0..cloud.len() {
        let (id, sheet) = (id(number), HalfVector::from_f32_slice(cloud.vector(number)));
        let row: [&(dyn ToSql + Sync); 8] = [&TENANT, &id, &0_i32, &sheet, &views, &weights, &empty, &empty];
        writer.as_mut().write(&row).await.unwrap();
    }
    writer.finish().await.unwrap();
    let began = std::time::Instant::now();
    client
        .batch_execute(
            "set maintenance_work_mem = '2GB'; set max_parallel_maintenance_workers = 2;
             create index page_sheet on draftlens.page using hnsw (sheet halfvec_ip_ops)
               with (m = 16, ef_construction = 64);
             analyze draftlens.page",
        )
        .await
        .unwrap();
    println!("index made in {:.1} s", began.elapsed().as_secs_f64());
}
