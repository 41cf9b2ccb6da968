//! The key file.

use super::{Key, Place, open, seal};
use crate::{
    Result, StoreError,
    opening::{PATIENCE, lock_exclusive, write_durably},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use domain::{id::UserId, world::World};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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
/// The entry of the audit trail's key in `keys.json`, and the name it is wrapped under.
const AUDIT: &str = "audit_key";

/// What `keys.json` holds. What a newer version adds is kept as it is.
#[derive(Serialize, Deserialize)]
struct Wrapped {
    version: u32,
    index_key: String,
    people: BTreeMap<String, String>,
    /// The master key, sealed by the recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<String>,
    /// Who was erased, so that no backup brings them back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    erased: BTreeMap<String, ErasedPerson>,
    /// Hashes of codes that let a person set a new password, once.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    reset_codes: BTreeMap<String, ResetCode>,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// An erasure as the key file remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedPerson {
    /// When the key was destroyed.
    pub at: String,
    /// Whether what they wrote for others stays, as a deleted learner's.
    pub keeps_contributions: bool,
    /// Whether the data file was rewritten afterwards, so that no byte is left in it.
    pub finished: bool,
}

/// A code with which a person may set a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetCode {
    /// Argon2id of the code.
    pub hash: String,
    /// Until when it counts.
    pub expires_at: String,
}

/// Whether personal data can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It can; or there is nobody yet.
    Open,
    /// `keys.json` is not there or cannot be read: put it back, from a backup of this folder if need be.
    KeyFileMissing,
    /// `master.key` is not there, or is another one: the recovery code brings it back.
    MasterKeyMissing,
}

/// The keys that could be unwrapped.
struct Ring {
    index: Key,
    audit: Option<Key>,
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

    /// The key of the audit trail. None while the keys are locked.
    pub fn audit(&self) -> Option<Key> {
        self.with_ring(|ring| ring.audit.clone())
    }

    /// Makes the key of the audit trail where there is none. `begin` as for a person's. `first` is done with the new key before it is kept, so that a key
    /// that is there always had it done. Where the keys are locked nothing is made.
    pub fn create_audit(&self, world: &dyn World, begin: bool, first: impl FnOnce(&Key) -> Result<()>) -> Result<()> {
        if self.audit().is_some() {
            return Ok(());
        }
        let _lock = lock_exclusive(&self.folder.join(LOCK), PATIENCE)?;
        let mut wrapped = match read_wrapped(&self.folder) {
            Ok(Some(wrapped)) => wrapped,
            Ok(None) if begin => begin_files(&self.folder, world)?,
            Ok(None) | Err(StoreError::Denied(_) | StoreError::TooNew { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let Some(master) = read_master(&self.folder)? else { return Ok(()) };
        if wrapped.rest.contains_key(AUDIT) || unwrap(&master, "index", &wrapped.index_key).is_none() {
            return Ok(());
        }
        let key = random_key(world);
        first(&key)?;
        wrapped.rest.insert(AUDIT.to_owned(), wrap(world, &master, AUDIT, &key)?.into());
        write_durably(&self.folder.join(KEYS), &serde_json::to_vec_pretty(&wrapped)?)
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
        self.change(|wrapped| {
            let mut file = match wrapped {
                Some(file) => file,
                None if begin => begin_files(&self.folder, world)?,
                None => return Err(StoreError::Denied("keys_locked")),
            };
            let master = matching_master(&self.folder, &file)?;
            for user in users {
                let name = user.to_string();
                let sealed = wrap(world, &master, &name, &random_key(world))?;
                file.people.insert(name, sealed);
            }
            Ok((file, ()))
        })
    }

    /// Destroys a person's key and remembers that they were erased. When this returns it is on the disk. Needs no master key. Again is no error.
    /// `denied.keys_locked` where the key file itself is not here: then it could not be remembered.
    pub fn destroy_person(&self, user: UserId, at: &str, keeps_contributions: bool) -> Result<()> {
        self.change(|wrapped| {
            let mut file = wrapped.ok_or(StoreError::Denied("keys_locked"))?;
            file.people.remove(&user.to_string());
            file.reset_codes.remove(&user.to_string());
            let entry = file.erased.entry(user.to_string());
            entry.or_insert_with(|| ErasedPerson { at: at.to_owned(), keeps_contributions, finished: false });
            Ok((file, ()))
        })
    }

    /// Who was erased. Nobody where there is no key file.
    pub fn erased(&self) -> Result<BTreeMap<UserId, ErasedPerson>> {
        let wrapped = read_wrapped(&self.folder)?;
        Ok(wrapped.into_iter().flat_map(|file| file.erased).filter_map(|(id, erased)| Some((id.parse().ok()?, erased))).collect())
    }

    /// Says of erased people whether the data file was rewritten since.
    pub fn set_finished(&self, users: &[UserId], finished: bool) -> Result<()> {
        self.change(|wrapped| {
            let mut file = wrapped.ok_or(StoreError::Denied("keys_locked"))?;
            for user in users {
                if let Some(erased) = file.erased.get_mut(&user.to_string()) {
                    erased.finished = finished;
                }
            }
            Ok((file, ()))
        })
    }

    /// Keeps or takes away the reset code of a person.
    pub fn set_reset_code(&self, user: UserId, code: Option<ResetCode>) -> Result<()> {
        self.change(|wrapped| {
            let mut file = wrapped.ok_or(StoreError::Denied("keys_locked"))?;
            match code {
                Some(code) => file.reset_codes.insert(user.to_string(), code),
                None => file.reset_codes.remove(&user.to_string()),
            };
            Ok((file, ()))
        })
    }

    /// The reset code of a person.
    pub fn reset_code(&self, user: UserId) -> Result<Option<ResetCode>> {
        Ok(read_wrapped(&self.folder)?.and_then(|mut file| file.reset_codes.remove(&user.to_string())))
    }

    /// Whether there is a recovery code.
    pub fn has_recovery(&self) -> Result<bool> {
        Ok(read_wrapped(&self.folder)?.is_some_and(|file| file.recovery.is_some()))
    }

    /// Lets this secret open the master key, and no earlier one.
    pub fn set_recovery(&self, world: &dyn World, secret: &[u8]) -> Result<()> {
        self.change(|wrapped| {
            let mut file = wrapped.ok_or(StoreError::Denied("keys_locked"))?;
            let master = matching_master(&self.folder, &file)?;
            file.recovery = Some(wrap(world, &recovery_key(secret), "recovery", &master)?);
            Ok((file, ()))
        })
    }

    /// Puts the master key back that this secret opens.
    pub fn recover(&self, secret: &[u8], now: &str) -> Result<()> {
        let _lock = lock_exclusive(&self.folder.join(LOCK), PATIENCE)?;
        let file = read_wrapped(&self.folder)?.ok_or(StoreError::NotFound("key_file"))?;
        let sealed = file.recovery.as_deref().ok_or(StoreError::NotFound("recovery_code"))?;
        let master = unwrap(&recovery_key(secret), "recovery", sealed).ok_or(StoreError::Denied("wrong_recovery_code"))?;
        unwrap(&master, "index", &file.index_key).ok_or(StoreError::Denied("wrong_recovery_code"))?;
        let path = self.folder.join(MASTER);
        if path.exists() && matching_master(&self.folder, &file).is_err() {
            // It opens nothing here; but it may open something elsewhere.
            fs::rename(&path, self.folder.join(format!("{MASTER}.{}", now.replace(':', "-"))))?;
        }
        write_durably(&path, Zeroizing::new(BASE64.encode(master.as_ref())).as_bytes())
    }

    /// Whether the keys can be read, and what is missing. Where nobody has a key yet nothing is.
    pub fn state(&self) -> KeyState {
        match read_wrapped(&self.folder) {
            Ok(Some(file)) if matching_master(&self.folder, &file).is_err() => KeyState::MasterKeyMissing,
            Ok(Some(_)) => KeyState::Open,
            Ok(None) | Err(_) => KeyState::KeyFileMissing,
        }
    }

    // One change of the file, alone, on the disk when this returns.
    fn change<T>(&self, change: impl FnOnce(Option<Wrapped>) -> Result<(Wrapped, T)>) -> Result<T> {
        let _lock = lock_exclusive(&self.folder.join(LOCK), PATIENCE)?;
        let (file, given) = change(read_wrapped(&self.folder)?)?;
        write_durably(&self.folder.join(KEYS), &serde_json::to_vec_pretty(&file)?)?;
        // What was read before is wiped now: a destroyed key must not live on in memory.
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Known::default();
        Ok(given)
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
    let audit = wrapped.rest.get(AUDIT).and_then(|text| unwrap(&master, AUDIT, text.as_str()?));
    Some(Ring { index, audit, people })
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
    Ok(Wrapped {
        version: VERSION,
        index_key,
        people: BTreeMap::new(),
        recovery: None,
        erased: BTreeMap::new(),
        reset_codes: BTreeMap::new(),
        rest: BTreeMap::new(),
    })
}

// The master key, if it is the one of this key file: another one must not be mixed with what is there.
fn matching_master(folder: &Path, file: &Wrapped) -> Result<Key> {
    let master = read_master(folder)?.ok_or(StoreError::Denied("keys_locked"))?;
    unwrap(&master, "index", &file.index_key).ok_or(StoreError::Denied("keys_locked"))?;
    Ok(master)
}

fn recovery_key(secret: &[u8]) -> Key {
    let mut key = Key::default();
    key.copy_from_slice(&Sha256::new().chain_update(b"learning-studio recovery|").chain_update(secret).finalize());
    key
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
