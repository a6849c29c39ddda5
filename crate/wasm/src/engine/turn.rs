//! A worker has one thread: unless a run lets go of it now and then, no message that cancels it is ever read.

use std::cell::Cell;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;
use web_time::Instant;

/// Seldom enough to cost nothing, often enough that a cancel shows within 100 ms unless one operator takes longer.
const EVERY: Duration = Duration::from_millis(20);

thread_local! {
    static LAST: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Says that this thread comes from its event loop just now, where messages are read.
pub(super) fn had_turn() {
    LAST.set(Some(Instant::now()));
}

/// Lets waiting messages be read, if the last time was a while ago.
pub(super) async fn turn() {
    let is_early = LAST.get().is_some_and(|last| last.elapsed() < EVERY);
    if !is_early {
        next_message().await;
        had_turn();
    }
}

/// A message to oneself comes after those that wait already. A timer would be held back by 4 ms.
async fn next_message() {
    let mut channel = None;
    let arrived = Promise::new(&mut |resolve, _| {
        if let Ok(made) = MessageChannel::new() {
            made.port1().set_onmessage(Some(&resolve));
            if made.port2().post_message(&JsValue::NULL).is_ok() {
                channel = Some(made);
                return;
            }
        }
        let _ = resolve.call0(&JsValue::NULL);
    });
    // It never fails: nobody rejects it.
    let _ = JsFuture::from(arrived).await;
    if let Some(channel) = channel {
        channel.port1().close();
    }
}
