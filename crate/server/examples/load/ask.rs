//! Callers at once, each with a connection of its own, who ask again as soon as they are answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::TOP;
use crate::cloud::{Cloud, model};

/// Milliseconds of each search.
pub(crate) fn ask(url: &str, cloud: &Cloud, callers: usize, seconds: f64) -> Vec<f64> {
    let next = AtomicUsize::new(0);
    let until = Instant::now() + Duration::from_secs_f64(seconds);
    let caller = || {
        let agent = ureq::Agent::new_with_defaults();
        let mut millis = Vec::new();
        while Instant::now() < until {
            let embedding = cloud.query(next.fetch_add(1, Ordering::Relaxed));
            let asked = json!({"model": model(), "embedding": embedding, "limit": TOP});
            let began = Instant::now();
            let found: Value = agent.post(url).send_json(&asked).unwrap().body_mut().read_json().unwrap();
            millis.push(began.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(found["hits"].as_array().unwrap().len(), TOP);
        }
        millis
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(caller)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}
