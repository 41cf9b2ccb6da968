//! Sealing texts.

use super::Personal;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use domain::world::World;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A key of 256 bits. It is wiped when it is dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// First byte of everything sealed: how it was sealed.
const FORM: u8 = 1;
const NONCE: usize = 24;

/// Where a sealed value lies. It opens nowhere else.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The table, or what stands for one.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's id.
    pub row: &'a str,
}

impl Place<'_> {
    // No name of a table or column and no id holds this separator.
    fn bytes(self) -> Vec<u8> {
        format!("{}|{}|{}", self.table, self.column, self.row).into_bytes()
    }
}

/// Seals bytes: one byte for the form, the nonce, the text, the tag. None only for a text too long for the cipher (256 GiB).
pub fn seal(world: &dyn World, key: &Key, place: Place<'_>, text: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE];
    world.fill_random(&mut nonce);
    let cipher = XChaCha20Poly1305::new(key.as_ref().into());
    let sealed = cipher.encrypt(XNonce::from_slice(&nonce), Payload { msg: text, aad: &place.bytes() }).ok()?;
    Some([&[FORM][..], &nonce, &sealed].concat())
}

/// Opens what [`seal`] made. None where the key is another one, or where a bit or the place is different.
pub fn open(key: &Key, place: Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (form, rest) = sealed.split_first()?;
    if *form != FORM || rest.len() < NONCE {
        return None;
    }
    let (nonce, text) = rest.split_at(NONCE);
    let cipher = XChaCha20Poly1305::new(key.as_ref().into());
    cipher.decrypt(XNonce::from_slice(nonce), Payload { msg: text, aad: &place.bytes() }).ok().map(Zeroizing::new)
}

impl Personal {
    /// Opens a column.
    pub(crate) fn open(key: Option<&Key>, place: Place<'_>, sealed: &[u8]) -> Self {
        key.and_then(|key| open(key, place, sealed)).and_then(|text| String::from_utf8(text.to_vec()).ok()).map_or(Self::Locked, Self::Known)
    }
}

/// The blind index of a folded text in this column.
pub fn blind_index(key: &Key, column: &str, folded: &str) -> [u8; 32] {
    // HMAC takes a key of any length; 32 bytes always do.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key.as_ref()) else { return [0; 32] };
    mac.update(column.as_bytes());
    mac.update(b"|");
    mac.update(folded.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::world::Moment;

    struct Still;
    impl World for Still {
        fn now(&self) -> Moment {
            Moment::UNIX_EPOCH
        }
        fn fill_random(&self, buffer: &mut [u8]) {
            buffer.fill(7);
        }
    }

    #[test]
    fn a_sealed_text_opens_only_with_its_key_at_its_place_and_whole() {
        let place = Place { table: "users", column: "email", row: "a" };
        let key = Key::new([1; 32]);
        let sealed = seal(&Still, &key, place, b"ada@example.org").unwrap();
        assert_eq!(sealed.len(), 1 + 24 + 15 + 16);
        assert_eq!(open(&key, place, &sealed).unwrap().as_slice(), b"ada@example.org");
        assert!(open(&Key::new([2; 32]), place, &sealed).is_none());
        for other in [Place { row: "b", ..place }, Place { column: "bio", ..place }, Place { table: "x", ..place }] {
            assert!(open(&key, other, &sealed).is_none());
        }
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(open(&key, place, &changed).is_none(), "byte {index}");
        }
        assert!(open(&key, place, &[]).is_none());
        assert_eq!(Personal::open(None, place, &sealed), Personal::Locked);
    }

    #[test]
    fn blind_indexes_differ_by_key_column_and_text() {
        let key = Key::new([1; 32]);
        let index = blind_index(&key, "username", "ada");
        assert_eq!(index, blind_index(&key, "username", "ada"));
        assert_ne!(index, blind_index(&Key::new([2; 32]), "username", "ada"));
        assert_ne!(index, blind_index(&key, "email", "ada"));
        assert_ne!(index, blind_index(&key, "username", "adb"));
    }
}
