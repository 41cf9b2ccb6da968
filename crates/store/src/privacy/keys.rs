//! The key file.

use super::{Key, Place, open, seal};
use crate::{
    Result, StoreError,
    opening::{PATIENCE, lock_exclusive, write_durably},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use domain::{id::UserId, world::World};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};
use zeroize::Zeroizing;

const KEYS: &str = "keys.json";
const MASTER: &str = "master.key";
const LOCK: &str = "keys.lock";
const VERSION: u32 = 1;

/// What `keys.json` holds. What a newer version adds is kept as it is.
#[derive(Serialize, Deserialize)]
struct Wrapped {
    version: u32,
    index_key: String,
    people: BTreeMap<String, String>,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// The keys that could be unwrapped.
struct Ring {
    index: Key,
    people: HashMap<UserId, Key>,
}

type Stamp = Option<(SystemTime, u64)>;

#[derive(Default)]
struct Known {
    // What the files looked like when they were read: other processes add keys.
    stamp: (Stamp, Stamp),
    ring: Option<Ring>,
}

/// The keys of this data folder. Read when they are needed; read again when another process has changed them.
pub struct KeyFile {
    folder: PathBuf,
    known: Mutex<Known>,
}

impl KeyFile {
    /// The keys of this folder. Nothing is read yet.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), known: Mutex::default() }
    }

    /// Whether the key file of this folder has an entry for any person.
    pub fn names_somebody(folder: &Path) -> bool {
        matches!(read_wrapped(folder), Ok(Some(wrapped)) if !wrapped.people.is_empty())
    }

    /// The key of the blind indexes. None while the keys are locked.
    pub fn index(&self) -> Option<Key> {
        self.with_ring(|ring| Some(ring.index.clone()))
    }

    /// A person's key. None while the keys are locked, or where the person has none.
    pub fn person(&self, user: UserId) -> Option<Key> {
        self.with_ring(|ring| ring.people.get(&user).cloned())
    }

    /// Makes a key for a person. When this returns it is on the disk, so the row that needs it may be committed. `begin` says that nobody has data here
    /// yet: only then may missing files be made, because new keys would not open old data.
    pub fn create_person(&self, world: &dyn World, user: UserId, begin: bool) -> Result<Key> {
        self.create_people(world, &[user], begin)?;
        self.person(user).ok_or(StoreError::Denied("keys_locked"))
    }

    /// The same for many people at once, with one writing of the file.
    pub fn create_people(&self, world: &dyn World, users: &[UserId], begin: bool) -> Result<()> {
        let _lock = lock_exclusive(&self.folder.join(LOCK), PATIENCE)?;
        let mut wrapped = match read_wrapped(&self.folder)? {
            Some(wrapped) => wrapped,
            None if begin => begin_files(&self.folder, world)?,
            None => return Err(StoreError::Denied("keys_locked")),
        };
        let master = read_master(&self.folder)?.ok_or(StoreError::Denied("keys_locked"))?;
        // A master key that does not open what is there must not be mixed with it.
        unwrap(&master, "index", &wrapped.index_key).ok_or(StoreError::Denied("keys_locked"))?;
        for user in users {
            let name = user.to_string();
            let sealed = wrap(world, &master, &name, &random_key(world))?;
            wrapped.people.insert(name, sealed);
        }
        write_durably(&self.folder.join(KEYS), &serde_json::to_vec_pretty(&wrapped)?)
    }

    fn with_ring<T>(&self, take: impl FnOnce(&Ring) -> Option<T>) -> Option<T> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = (stamp(&self.folder.join(KEYS)), stamp(&self.folder.join(MASTER)));
        if known.ring.is_none() || known.stamp != stamp {
            *known = Known { stamp, ring: read_ring(&self.folder) };
        }
        known.ring.as_ref().and_then(take)
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

fn read_wrapped(folder: &Path) -> Result<Option<Wrapped>> {
    let bytes = match fs::read(folder.join(KEYS)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // A key file that cannot be read is never replaced: what it holds may still be rescued by hand.
    let wrapped: Wrapped = serde_json::from_slice(&bytes).map_err(|_| StoreError::Denied("keys_locked"))?;
    if wrapped.version > VERSION {
        return Err(StoreError::TooNew { found: wrapped.version.into(), known: VERSION.into() });
    }
    Ok(Some(wrapped))
}

fn read_master(folder: &Path) -> Result<Option<Key>> {
    let text = match fs::read_to_string(folder.join(MASTER)) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(decode_key(text.trim()))
}

fn read_ring(folder: &Path) -> Option<Ring> {
    let wrapped = read_wrapped(folder).ok()??;
    let master = read_master(folder).ok()??;
    let index = unwrap(&master, "index", &wrapped.index_key)?;
    let people = wrapped.people.iter().filter_map(|(id, text)| Some((id.parse().ok()?, unwrap(&master, id, text)?))).collect();
    Some(Ring { index, people })
}

// The master key first: a key file without one could never be opened.
fn begin_files(folder: &Path, world: &dyn World) -> Result<Wrapped> {
    let master = match read_master(folder)? {
        Some(master) => master,
        None if folder.join(MASTER).exists() => return Err(StoreError::Denied("keys_locked")),
        None => {
            let master = random_key(world);
            let text = Zeroizing::new(BASE64.encode(master.as_ref()));
            write_durably(&folder.join(MASTER), text.as_bytes())?;
            master
        }
    };
    let index_key = wrap(world, &master, "index", &random_key(world))?;
    Ok(Wrapped { version: VERSION, index_key, people: BTreeMap::new(), rest: BTreeMap::new() })
}

fn random_key(world: &dyn World) -> Key {
    let mut key = Key::default();
    world.fill_random(key.as_mut());
    key
}

fn place(name: &str) -> Place<'_> {
    Place { table: "keys", column: "data_key", row: name }
}

fn wrap(world: &dyn World, master: &Key, name: &str, key: &Key) -> Result<String> {
    let sealed = seal(world, master, place(name), key.as_ref()).ok_or_else(|| StoreError::Bug("a key could not be sealed".into()))?;
    Ok(BASE64.encode(sealed))
}

fn unwrap(master: &Key, name: &str, text: &str) -> Option<Key> {
    let key = open(master, place(name), &BASE64.decode(text).ok()?)?;
    Some(Key::new(key.as_slice().try_into().ok()?))
}

fn decode_key(text: &str) -> Option<Key> {
    let bytes = Zeroizing::new(BASE64.decode(text).ok()?);
    Some(Key::new(bytes.as_slice().try_into().ok()?))
}
