//! The schema, by migrations that are plain SQL, each applied once and for all.

use std::str::FromStr;

use anyhow::Context;
use tokio_postgres::{Client, Config, GenericClient, NoTls};

/// In their order; one that was released never changes. A crate for this would build PostgreSQL's client twice.
const MIGRATIONS: [(&str, &str); 1] =
    [("0001_drawings", include_str!("../../../migrations/0001_drawings.sql"))];

/// Any number: whoever migrates holds it, so that two do not at once.
const LOCK: i64 = 0x6472_6166_746c;

/// Brings a database up to date, as a role that owns the schema. Returns what was applied.
pub async fn migrate(url: &str) -> anyhow::Result<Vec<&'static str>> {
    let config = Config::from_str(url).context("the database's URL cannot be understood")?;
    let (mut client, connection) = config.connect(NoTls).await.context("the database cannot be reached")?;
    let connection = tokio::spawn(connection);
    let applied = apply(&mut client).await;
    drop(client);
    connection.await?.context("the connection to the database broke")?;
    applied
}

async fn apply(client: &mut Client) -> anyhow::Result<Vec<&'static str>> {
    let transaction = client.transaction().await?;
    transaction.execute("select pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    let is_new = current(&transaction).await?.is_none();
    if is_new {
        let sql = "create schema draftlens;
                   create table draftlens.migration (name text primary key, at timestamptz default now())";
        transaction.batch_execute(sql).await?;
    }
    let done = current(&transaction).await?.unwrap_or_default();
    let mut applied = Vec::new();
    for (name, sql) in MIGRATIONS.into_iter().filter(|(name, _)| !done.iter().any(|done| done == name)) {
        transaction.batch_execute(sql).await.with_context(|| format!("migration {name} failed"))?;
        transaction.execute("insert into draftlens.migration (name) values ($1)", &[&name]).await?;
        applied.push(name);
    }
    transaction.commit().await?;
    Ok(applied)
}

/// What was applied; none where this is no database of ours.
async fn current(client: &impl GenericClient) -> anyhow::Result<Option<Vec<String>>> {
    let exists = client.query_one("select to_regclass('draftlens.migration') is not null", &[]).await?;
    if !exists.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let rows = client.query("select name from draftlens.migration order by name", &[]).await?;
    Ok(Some(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?))
}

/// Fails where the schema is not that of this program, or the role could see every tenant's drawings.
pub(super) async fn check(client: &impl GenericClient) -> anyhow::Result<()> {
    let applied = current(client).await?.unwrap_or_default();
    let expected: Vec<&str> = MIGRATIONS.iter().map(|(name, _)| *name).collect();
    anyhow::ensure!(
        applied == expected,
        "the database's schema is at {applied:?}, and this server needs {expected:?}: run `draftlens-server migrate`"
    );
    let sql = "select rolsuper or rolbypassrls or exists (
                 select from pg_class where relnamespace = 'draftlens'::regnamespace
                                        and pg_has_role(current_user, relowner, 'member'))
               from pg_roles where rolname = current_user";
    let is_above_the_law: bool = client.query_one(sql, &[]).await?.try_get(0)?;
    anyhow::ensure!(
        !is_above_the_law,
        "row-level security does not bind the database's role: connect as draftlens_app, which neither owns the \
         tables nor is a superuser"
    );
    Ok(())
}
