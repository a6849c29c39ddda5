//! Both stores do the same: each claim is tried on both.

use std::collections::BTreeMap;
use std::sync::Arc;

use draftlens_drawing::shipped_sheet_share;
use draftlens_search::{Hit, score};
use draftlens_server::{
    Change, Drawing, DrawingPage, Effect, EmbeddedStore, PostgresStore, Query, Receipt, Store, StoreError,
};
use serde_json::{from_value, json};

use crate::postgres::cluster;
use crate::samples::{drawing, embedding, facets, model, near, vector};

/// Tries a claim on the embedded store and on PostgreSQL.
pub(crate) fn on_both(claim: impl AsyncFn(&'static str, Arc<dyn Store>)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let embedded = EmbeddedStore::open(&folder.path().join("drawings.redb")).unwrap();
    runtime.block_on(claim("embedded", Arc::new(embedded)));
    let cluster = cluster();
    let database = cluster.database();
    runtime.block_on(async {
        let store = cluster.store(&database).await;
        claim("postgres", Arc::new(store)).await;
    });
}

pub(crate) async fn put(store: &dyn Store, tenant: &str, id: &str, drawing: &Drawing) -> Effect {
    let change = Change::Put { id: id.into(), drawing: drawing.clone() };
    store.write(tenant, change, None).await.unwrap().effect
}

pub(crate) fn ask(sheet: Vec<f32>, views: &[u64], filter: serde_json::Value) -> Query {
    Query {
        model: model("embedder"),
        embedding: embedding(sheet, views).normalised(crate::samples::DIM).unwrap(),
        filter: from_value(filter).unwrap(),
        depth: 10,
    }
}

/// As the definition says, for whoever is to agree with it.
pub(crate) fn expected(drawings: &BTreeMap<String, Drawing>, query: &Query) -> Vec<(String, u32, f32)> {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let sheet_share = shipped_sheet_share().unwrap();
    let mut scored: Vec<(String, u32, f32)> = Vec::new();
    for (id, drawing) in drawings {
        for DrawingPage { page, embedding, facets } in &drawing.pages {
            if !query.filter.admits(facets) {
                continue;
            }
            let best: Vec<f32> = query
                .embedding
                .views
                .iter()
                .map(|view| {
                    embedding.views.iter().map(|own| dot(&view.vector, &own.vector)).fold(-1.0, f32::max)
                })
                .collect();
            let best = (!embedding.views.is_empty()).then_some(best.as_slice());
            let sheets = dot(&query.embedding.sheet, &embedding.sheet);
            scored.push((id.clone(), *page, score(sheet_share, sheets, &query.embedding.views, best)));
        }
    }
    scored.sort_by(|a, b| b.2.total_cmp(&a.2));
    scored
}

pub(crate) fn assert_agree(who: &str, hits: &[Hit], expected: &[(String, u32, f32)], depth: usize) {
    assert_eq!(hits.len(), expected.len().min(depth), "{who}");
    for (hit, wanted) in hits.iter().zip(expected) {
        // Equal ones may stand in either order.
        assert!((hit.score - wanted.2).abs() < 2e-3, "{who}: {hit:?} where {wanted:?} belongs");
        let own = expected.iter().find(|(id, page, _)| (id, *page) == (&hit.id, hit.page)).unwrap();
        assert!((hit.score - own.2).abs() < 2e-3, "{who}: {hit:?}, and it is {own:?}");
    }
}

#[test]
fn what_is_kept_comes_back_as_it_was() {
    on_both(async |who, store| {
        let pages = [(0_u32, &[][..]), (3, &[7, 8, 9])].map(|(page, views)| DrawingPage {
            page,
            embedding: embedding(vector(page.into()), views),
            facets: facets(
                json!({"largest_mm": 120.5, "title": "Flansch Ø ÄÖ ☃", "threads": ["M8", "G1/4"]}),
            ),
        });
        let two = Drawing { model: model("embedder"), pages: pages.into() }.checked().unwrap();
        for (id, effect) in [("a/ü 1", Effect::Created), ("a/ü 1", Effect::Replaced), ("B", Effect::Created)]
        {
            assert_eq!(put(&*store, "acme", id, &two).await, effect, "{who}");
        }
        assert_eq!(store.get("acme", "a/ü 1").await.unwrap().unwrap(), two, "{who}");
        let listed = store.list("acme", None, 10).await.unwrap();
        assert_eq!(
            listed.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            ["B", "a/ü 1"],
            "{who}: by bytes"
        );
        assert!(listed.iter().all(|(_, drawing)| *drawing == two), "{who}");
        assert_eq!(store.list("acme", Some("B"), 1).await.unwrap()[0].0, "a/ü 1", "{who}");
        assert_eq!(store.describe("acme").await.unwrap().pages, 4, "{who}");
        let one = drawing(5, json!({}));
        put(&*store, "acme", "B", &one).await;
        assert_eq!(
            store.get("acme", "B").await.unwrap().unwrap(),
            one,
            "{who}: no page of the old one is left"
        );
        let gone = |id: &str| Change::Delete { id: id.into() };
        assert_eq!(store.write("acme", gone("B"), None).await.unwrap().effect, Effect::Deleted, "{who}");
        assert_eq!(store.write("acme", gone("B"), None).await.unwrap().effect, Effect::NothingThere, "{who}");
        assert_eq!(store.get("acme", "B").await.unwrap(), None, "{who}");
        store.ready().await.unwrap();
    });
}

#[test]
fn many_are_put_at_once_as_they_are_put_one_by_one() {
    on_both(async |who, store| {
        let many: Vec<(String, Drawing)> = (0..1200)
            .map(|seed| (format!("{seed:04}"), drawing(seed, json!({"largest_mm": seed}))))
            .collect();
        let two_pages = Drawing {
            pages: [0, 1].map(|page| DrawingPage { page, ..many[0].1.pages[0].clone() }).into(),
            ..many[0].1.clone()
        };
        put(&*store, "acme", "0000", &two_pages).await;
        put(&*store, "globex", "0000", &drawing(7, json!({}))).await;
        for _ in 0..2 {
            store.put_many("acme", many.clone()).await.unwrap();
            assert_eq!(store.describe("acme").await.unwrap().pages, 1200, "{who}");
        }
        store.put_many("acme", Vec::new()).await.unwrap();
        assert!(store.list("acme", None, 1200).await.unwrap() == many, "{who}");
        assert_eq!(store.describe("globex").await.unwrap().pages, 1, "{who}");
        let kept: BTreeMap<String, Drawing> = many.into_iter().collect();
        let query = ask(near(4, 0.3), &[9], json!([{"facet": "largest_mm", "at_most": 900}]));
        let hits = store.search("acme", query.clone()).await.unwrap();
        assert_eq!(hits[0].id, "0004", "{who}");
        assert_agree(who, &hits[..1], &expected(&kept, &query)[..1], 1);
        let others = vec![("B".to_owned(), Drawing { model: model("other"), ..drawing(2, json!({})) })];
        let refused = store.put_many("acme", others).await.unwrap_err();
        assert!(matches!(refused, StoreError::Search(_)), "{who}: {refused}");
    });
}

#[test]
fn the_most_alike_are_found_by_sheet_views_and_facets() {
    on_both(async |who, store| {
        let mut kept = BTreeMap::new();
        for seed in 0..60_u64 {
            let page = DrawingPage {
                page: (seed % 3) as u32,
                embedding: embedding(
                    near(seed % 7, 0.1 * seed as f32),
                    &[seed, seed + 1][..(seed % 3) as usize],
                ),
                facets: facets(json!({
                    "material": if seed % 2 == 0 { "S235JR" } else { "Al ẞ" },
                    "largest_mm": seed * 10,
                    "threads": [format!("M{}", seed % 5), "G1/4"],
                })),
            };
            let one = Drawing { model: model("embedder"), pages: vec![page] }.checked().unwrap();
            put(&*store, "acme", &format!("{seed:03}"), &one).await;
            kept.insert(format!("{seed:03}"), one);
        }
        let filters = [
            json!([]),
            json!([{"facet": "material", "equals": "S235JR"}]),
            json!([{"facet": "material", "prefix": "s2"}]),
            json!([{"facet": "material", "contains": "ß"}]),
            json!([{"facet": "threads", "equals": "M3"}]),
            json!([{"facet": "threads", "prefix": "m", "one_of": ["M1", "M2", 7]}]),
            json!([{"facet": "threads", "prefix": "g", "equals": "M1"}]),
            json!([{"facet": "largest_mm", "at_least": 100, "at_most": 300.5}, {"facet": "material", "equals": "S235JR"}]),
            json!([{"facet": "largest_mm", "one_of": [10, 20, "30"]}]),
            json!([{"facet": "largest_mm", "prefix": "1"}]),
            json!([{"facet": "nothing", "equals": 1}]),
            json!([{"facet": "material", "one_of": []}]),
            json!([{"facet": "largest_mm", "equals": 10, "at_most": 5}]),
        ];
        for filter in filters {
            for views in [&[][..], &[4, 9]] {
                let query = ask(near(4, 0.3), views, filter.clone());
                let hits = store.search("acme", query.clone()).await.unwrap();
                assert_agree(&format!("{who} {filter}"), &hits, &expected(&kept, &query), query.depth);
            }
        }
    });
}

#[test]
fn an_index_is_of_one_model_until_it_is_emptied() {
    on_both(async |who, store| {
        let other = |seed| Drawing { model: model("other"), ..drawing(seed, json!({})) };
        put(&*store, "acme", "A", &drawing(1, json!({}))).await;
        let put_other = || Change::Put { id: "B".into(), drawing: other(2) };
        let refused = store.write("acme", put_other(), None).await.unwrap_err();
        let StoreError::Search(refused) = refused else { panic!("{who}: {refused}") };
        assert_eq!(refused.code(), "other-model", "{who}");
        let query = Query { model: model("other"), ..ask(vector(1), &[], json!([])) };
        assert!(store.search("acme", query.clone()).await.is_err(), "{who}");
        assert_eq!(store.get("acme", "B").await.unwrap(), None, "{who}");
        // The other tenant's index may be of another model.
        assert_eq!(put(&*store, "globex", "B", &other(2)).await, Effect::Created, "{who}");
        store.write("acme", Change::Clear, None).await.unwrap();
        assert_eq!(store.describe("acme").await.unwrap().model, None, "{who}");
        assert!(
            store.search("acme", query.clone()).await.unwrap().is_empty(),
            "{who}: nothing is like anything"
        );
        assert_eq!(put(&*store, "acme", "B", &other(2)).await, Effect::Created, "{who}");
        assert_eq!(store.search("acme", query).await.unwrap().len(), 1, "{who}");
        assert_eq!(store.describe("globex").await.unwrap().pages, 1, "{who}");
    });
}

#[test]
fn of_many_at_once_with_one_key_one_happens() {
    on_both(async |who, store| {
        let mut writes = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = Arc::clone(&store);
            let change = Change::Put { id: "A".into(), drawing: drawing(1, json!({})) };
            let receipt = Receipt { key: "k".into(), fingerprint: [7; 32] };
            writes.spawn(async move { store.write("acme", change, Some(receipt)).await.unwrap() });
        }
        let written = writes.join_all().await;
        assert!(written.iter().all(|one| one.effect == Effect::Created), "{who}: {written:?}");
        assert_eq!(written.iter().filter(|one| !one.is_replayed).count(), 1, "{who}");
        let other = Receipt { key: "k".into(), fingerprint: [8; 32] };
        let refused = store.write("acme", Change::Clear, Some(other)).await.unwrap_err();
        assert!(matches!(refused, StoreError::KeyReused(_)), "{who}: {refused}");
        assert_eq!(store.describe("acme").await.unwrap().pages, 1, "{who}");
        // A change that failed may be sent again.
        let other_model = Drawing { model: model("other"), ..drawing(1, json!({})) };
        let receipt = || Some(Receipt { key: "failed".into(), fingerprint: [9; 32] });
        let change = || Change::Put { id: "B".into(), drawing: other_model.clone() };
        assert!(store.write("acme", change(), receipt()).await.is_err(), "{who}");
        store.write("acme", Change::Clear, None).await.unwrap();
        assert!(!store.write("acme", change(), receipt()).await.unwrap().is_replayed, "{who}");
    });
}

#[test]
fn many_may_change_one_drawing_at_once_and_one_of_them_wins() {
    on_both(async |who, store| {
        let mut writes = tokio::task::JoinSet::new();
        for seed in 0..16 {
            let (store, one) = (Arc::clone(&store), drawing(seed, json!({"seed": seed})));
            writes.spawn(async move { put(&*store, "acme", "A", &one).await });
        }
        let effects = writes.join_all().await;
        assert_eq!(effects.iter().filter(|&&effect| effect == Effect::Created).count(), 1, "{who}");
        assert_eq!(store.describe("acme").await.unwrap().pages, 1, "{who}");
        let kept = store.get("acme", "A").await.unwrap().unwrap();
        let query = ask(kept.pages[0].embedding.sheet.clone(), &[], json!([]));
        let hits = store.search("acme", query).await.unwrap();
        assert!(
            hits.len() == 1 && hits[0].score > 0.99 && hits[0].facets == kept.pages[0].facets,
            "{who}: {hits:?}"
        );
    });
}

#[test]
fn the_embedded_store_is_the_same_after_it_is_opened_again() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawings.redb");
    let mut kept = BTreeMap::new();
    let store = EmbeddedStore::open(&path).unwrap();
    for seed in 0..40 {
        let one = drawing(seed, json!({"largest_mm": seed}));
        runtime.block_on(put(&store, "acme", &seed.to_string(), &one));
        kept.insert(seed.to_string(), one);
    }
    drop(store);
    // The thread that writes lets go of the file when nobody can ask it any more.
    let store = (0..100)
        .find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            EmbeddedStore::open(&path).ok()
        })
        .unwrap();
    let query = ask(near(9, 0.2), &[10], json!([{"facet": "largest_mm", "at_most": 30}]));
    let hits = runtime.block_on(store.search("acme", query.clone())).unwrap();
    assert_agree("reopened", &hits, &expected(&kept, &query), query.depth);
}

#[test]
fn the_database_takes_vectors_of_its_own_length_only() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = cluster();
    let database = cluster.database();
    runtime.block_on(async {
        let store = cluster.store(&database).await;
        let mut model = model("small");
        model.dim = 3;
        let sheet = draftlens_search::Embedding { sheet: vec![1.0, 0.0, 0.0], views: Vec::new() };
        let page = DrawingPage { page: 0, embedding: sheet, facets: facets(json!({})) };
        let drawing = Drawing { model, pages: vec![page] }.checked().unwrap();
        let refused = store.write("acme", Change::Put { id: "A".into(), drawing }, None).await.unwrap_err();
        assert!(matches!(refused, StoreError::OtherDimension { given: 3, kept: 256 }), "{refused}");
    });
}

#[test]
fn a_search_in_the_database_keeps_as_many_vectors_in_sight_as_is_said_and_as_it_asks_for() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = cluster();
    let database = cluster.database();
    // The database itself shows a search the one drawing that is called what is in force while it looks.
    let (made, said) = cluster.psql(
        &database,
        "create policy in_force on draftlens.page as restrictive for select
         using (drawing = coalesce(nullif(current_setting('hnsw.ef_search', true), '40'), drawing))",
    );
    assert!(made, "{said}");
    runtime.block_on(async {
        let usual = cluster.store(&database).await;
        for (seed, id) in (0..).zip(["200", "400", "700", "1000"]) {
            put(&usual, "acme", id, &drawing(seed, json!({}))).await;
        }
        let farther = cluster.store_seeing(&database, 700).await;
        for (store, depth, expected) in
            [(&usual, 10, "200"), (&usual, 100, "400"), (&usual, 300, "1000"), (&farther, 10, "700")]
        {
            let query = Query { depth, ..ask(vector(0), &[], json!([])) };
            let hits = store.search("acme", query).await.unwrap();
            assert_eq!(hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), [expected], "{depth}");
        }
    });
}

#[test]
fn a_reach_that_the_index_cannot_have_is_refused_before_anything_is_asked() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for ef_search in [0, 199, 1001] {
        let refused = runtime.block_on(PostgresStore::open("host=/nowhere", 1, ef_search)).err().unwrap();
        assert!(refused.to_string().contains("give 200 to 1000"), "{refused}");
    }
}
