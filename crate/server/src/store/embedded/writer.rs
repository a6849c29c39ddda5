//! One thread writes. What waits while it writes goes into its next transaction together, so that many callers share the
//! wait for the disk.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use draftlens_search::SearchError;
use tokio::sync::oneshot;

use super::Shelves;
use super::file::File;
use super::shelf::{Fates, Shelf};
use crate::store::{Change, Receipt, StoreError, Written};

const MOST_WAITING: usize = 4096;
const MOST_TOGETHER: usize = 512;
const FORGETS_EVERY: Duration = Duration::from_secs(3600);

pub(super) struct Writer {
    orders: SyncSender<Order>,
    thread: JoinHandle<()>,
}

type Answer = oneshot::Receiver<Result<Written, StoreError>>;

struct Order {
    tenant: String,
    change: Change,
    receipt: Option<Receipt>,
    answer: oneshot::Sender<Result<Written, StoreError>>,
}

impl Writer {
    pub(super) fn start(file: Arc<File>, shelves: Arc<Shelves>) -> anyhow::Result<Self> {
        let (orders, waiting) = sync_channel(MOST_WAITING);
        let thread = std::thread::Builder::new()
            .name("write".into())
            .spawn(move || work(&waiting, &file, &shelves))?;
        Ok(Self { orders, thread })
    }

    /// Fails when nothing can be written any more.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.thread.is_finished() { Err(stopped()) } else { Ok(()) }
    }

    /// Returns when the change is on the disk and can be found.
    pub(super) async fn write(
        &self,
        tenant: &str,
        change: Change,
        receipt: Option<Receipt>,
    ) -> Result<Written, StoreError> {
        self.order(tenant, change, receipt)?.await.map_err(|_| stopped())?
    }

    /// Many changes, in their order; no more at once than one transaction takes. Stops where one fails.
    pub(super) async fn write_all(
        &self,
        tenant: &str,
        mut changes: impl Iterator<Item = Change>,
    ) -> Result<(), StoreError> {
        loop {
            let together = changes.by_ref().take(MOST_TOGETHER);
            let answers: Vec<Answer> =
                together.map(|change| self.order(tenant, change, None)).collect::<Result<_, _>>()?;
            if answers.is_empty() {
                return Ok(());
            }
            for answer in answers {
                answer.await.map_err(|_| stopped())??;
            }
        }
    }

    fn order(&self, tenant: &str, change: Change, receipt: Option<Receipt>) -> Result<Answer, StoreError> {
        let (answer, answered) = oneshot::channel();
        let order = Order { tenant: tenant.to_owned(), change, receipt, answer };
        self.orders.try_send(order).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => stopped(),
        })?;
        Ok(answered)
    }
}

fn stopped() -> StoreError {
    StoreError::Failed(anyhow::anyhow!("the thread that writes has stopped"))
}

/// Until the store is dropped.
fn work(waiting: &Receiver<Order>, file: &File, shelves: &Shelves) {
    let mut forgot: Option<Instant> = None;
    while let Ok(first) = waiting.recv() {
        let orders: Vec<Order> =
            std::iter::once(first).chain(waiting.try_iter().take(MOST_TOGETHER - 1)).collect();
        let forgets = forgot.is_none_or(|at| at.elapsed() > FORGETS_EVERY);
        match write(&orders, file, forgets) {
            Ok(outcomes) => {
                forgot = if forgets { Some(Instant::now()) } else { forgot };
                if let Err(error) = shelve(&orders, &outcomes, shelves) {
                    // What is found would no longer be what is kept: no more of it until the store is opened again.
                    tracing::error!("the vectors in memory cannot be kept up to date: {error}");
                    return;
                }
                for (order, outcome) in orders.into_iter().zip(outcomes) {
                    // A caller that has gone away finds its change when it comes back.
                    let _ = order.answer.send(outcome);
                }
            }
            Err(error) => {
                let text = format!("{error:#}");
                for order in orders {
                    let _ = order.answer.send(Err(StoreError::Failed(anyhow::anyhow!("{text}"))));
                }
            }
        }
    }
}

fn write(orders: &[Order], file: &File, forgets: bool) -> anyhow::Result<Vec<Result<Written, StoreError>>> {
    let transaction = file.begin()?;
    if forgets {
        transaction.forget_old_receipts()?;
    }
    let mut outcomes = Vec::with_capacity(orders.len());
    for Order { tenant, change, receipt, .. } in orders {
        match transaction.apply(tenant, change, receipt.as_ref()) {
            // Of this change, half may be done: none of them counts.
            Err(StoreError::Failed(error)) => return Err(error),
            outcome => outcomes.push(outcome),
        }
    }
    transaction.commit()?;
    Ok(outcomes)
}

/// What is on the disk can be found.
fn shelve(
    orders: &[Order],
    outcomes: &[Result<Written, StoreError>],
    shelves: &Shelves,
) -> Result<(), SearchError> {
    let sheet_share = shelves.sheet_share;
    let mut shelves = shelves.write();
    let mut fates: BTreeMap<&str, Fates<'_>> = BTreeMap::new();
    for (Order { tenant, change, .. }, outcome) in orders.iter().zip(outcomes) {
        if !matches!(outcome, Ok(Written { is_replayed: false, .. })) {
            continue;
        }
        match change {
            Change::Put { id, drawing } => {
                if !shelves.contains_key(tenant) {
                    shelves.insert(tenant.clone(), Shelf::new(&drawing.model, sheet_share)?);
                }
                fates.entry(tenant).or_default().insert(id, Some(drawing));
            }
            Change::Delete { id } => {
                fates.entry(tenant).or_default().insert(id, None);
            }
            Change::Clear => {
                fates.remove(tenant.as_str());
                shelves.remove(tenant);
            }
        }
    }
    for (tenant, fates) in fates {
        if let Some(shelf) = shelves.get_mut(tenant) {
            shelf.change(&fates)?;
        }
    }
    Ok(())
}
