//! No tenant ever sees what is another's.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use draftlens_server::{Change, Drawing, Effect, PostgresStore, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use crate::postgres::cluster;
use crate::samples::{drawing, near};
use crate::stores::{ask, assert_agree, expected, on_both, put};

const TENANTS: [&str; 3] = ["acme", "acme\0", "globex"];

#[derive(Debug, Clone)]
enum Step {
    Put(usize, u8, u8),
    Delete(usize, u8),
    Clear(usize),
    Look(usize, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (tenant, id, seed) = (0..TENANTS.len(), 0..6_u8, 0..20_u8);
    let step = prop_oneof![
        6 => (tenant.clone(), id.clone(), seed.clone()).prop_map(|(tenant, id, seed)| Step::Put(tenant, id, seed)),
        2 => (tenant.clone(), id).prop_map(|(tenant, id)| Step::Delete(tenant, id)),
        1 => tenant.clone().prop_map(Step::Clear),
        4 => (tenant, seed).prop_map(|(tenant, seed)| Step::Look(tenant, seed)),
    ];
    prop::collection::vec(step, 1..25)
}

/// Does the steps on a store and on maps, and compares what each tenant sees.
async fn agree(who: &str, store: &dyn Store, tenants: &[String], steps: &[Step]) {
    let mut model: Vec<BTreeMap<String, Drawing>> = vec![BTreeMap::new(); tenants.len()];
    for step in steps {
        match *step {
            Step::Put(tenant, id, seed) => {
                let one = drawing(seed.into(), json!({"owner": tenant, "seed": seed}));
                let effect = put(store, &tenants[tenant], &id.to_string(), &one).await;
                let is_new = model[tenant].insert(id.to_string(), one).is_none();
                assert_eq!(effect == Effect::Created, is_new, "{who}: {step:?}");
            }
            Step::Delete(tenant, id) => {
                let change = Change::Delete { id: id.to_string() };
                let effect = store.write(&tenants[tenant], change, None).await.unwrap().effect;
                let was_there = model[tenant].remove(&id.to_string()).is_some();
                assert_eq!(effect == Effect::Deleted, was_there, "{who}: {step:?}");
            }
            Step::Clear(tenant) => {
                store.write(&tenants[tenant], Change::Clear, None).await.unwrap();
                model[tenant].clear();
            }
            Step::Look(tenant, seed) => {
                let query = ask(
                    near(seed.into(), 0.2),
                    &[u64::from(seed) + 1],
                    json!([{"facet": "seed", "at_most": 15}]),
                );
                let hits = store.search(&tenants[tenant], query.clone()).await.unwrap();
                assert_agree(who, &hits, &expected(&model[tenant], &query), query.depth);
            }
        }
        for (tenant, own) in tenants.iter().zip(&model) {
            let listed = store.list(tenant, None, 100).await.unwrap();
            assert_eq!(&BTreeMap::from_iter(listed), own, "{who}: {tenant:?} after {step:?}");
        }
    }
}

#[test]
fn whatever_tenants_do_each_sees_its_own_and_nothing_else() {
    on_both(async |who, store| {
        let is_database = who == "postgres";
        let mut runner =
            TestRunner::new(Config { cases: if is_database { 12 } else { 40 }, ..Config::default() });
        let case = AtomicUsize::new(0);
        let handle = tokio::runtime::Handle::current();
        let outcome = tokio::task::block_in_place(|| {
            runner.run(&steps(), |steps| {
                let case = case.fetch_add(1, Ordering::Relaxed);
                // New names each time; a database takes no zero byte, with which the other store sorts its keys.
                let name = |tenant: &&str| {
                    let tenant = if is_database { tenant.replace('\0', "x") } else { (*tenant).to_owned() };
                    format!("{case}{tenant}")
                };
                let tenants: Vec<String> = TENANTS.iter().map(name).collect();
                handle.block_on(agree(who, &*store, &tenants, &steps));
                Ok(())
            })
        });
        outcome.unwrap_or_else(|error| panic!("{who}: {error}"));
    });
}

#[test]
fn the_database_itself_shows_a_tenant_only_its_own_rows_and_nobody_else_any() {
    let cluster = cluster();
    let database = cluster.database();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = cluster.store(&database).await;
        put(&store, "acme", "A", &drawing(1, json!({}))).await;
        put(&store, "globex", "B", &drawing(2, json!({}))).await;
    });
    let app = |sql: &str| cluster.psql_as("draftlens_app", &database, sql);
    let as_acme = |sql: &str| app(&format!("begin; set local draftlens.tenant = 'acme'; {sql}; commit"));
    let seen = |(went_well, said): (bool, String)| {
        assert!(went_well, "{said}");
        said.lines().filter(|line| !["BEGIN", "SET", "COMMIT"].contains(line)).collect::<Vec<_>>().join(" ")
    };
    for table in ["page", "model", "receipt"] {
        assert_eq!(
            seen(app(&format!("select count(*) from draftlens.{table}"))),
            "0",
            "without a tenant: {table}"
        );
    }
    assert_eq!(seen(as_acme("select string_agg(drawing, ',') from draftlens.page")), "A");
    assert_eq!(seen(as_acme("select count(*) from draftlens.page where tenant = 'globex'")), "0");
    assert_eq!(seen(as_acme("delete from draftlens.page where tenant = 'globex'")), "DELETE 0");
    for sql in [
        "insert into draftlens.model (tenant, model) values ('globex', '{}')",
        "update draftlens.page set tenant = 'globex'",
    ] {
        let (went_well, said) = as_acme(sql);
        assert!(!went_well && said.contains("row-level security"), "{sql}: {said}");
    }
    let (went_well, said) = app("insert into draftlens.model (model) values ('{}')");
    assert!(!went_well, "{said}");
    let (went_well, said) = app("alter table draftlens.page disable row level security");
    assert!(!went_well && said.contains("owner"), "{said}");
}

#[test]
fn the_server_refuses_a_role_that_row_level_security_does_not_bind() {
    let cluster = cluster();
    let database = cluster.database();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let opened = |role: &str| runtime.block_on(PostgresStore::open(&cluster.url(role, &database), 2, 200));
    assert!(opened("draftlens_app").is_ok());
    let refused = opened("owner").err().unwrap().to_string();
    assert!(refused.contains("row-level security does not bind"), "{refused}");
    cluster.psql(&database, "create role above login bypassrls in role draftlens_app");
    let refused = opened("above").err().unwrap().to_string();
    assert!(refused.contains("row-level security does not bind"), "{refused}");
    let refused = runtime
        .block_on(PostgresStore::open(&cluster.url("draftlens_app", "postgres"), 2, 200))
        .err()
        .unwrap();
    assert!(refused.to_string().contains("draftlens-server migrate"), "{refused}");
}
