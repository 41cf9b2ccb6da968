//! Codes that a person writes down and types in later: Crockford's base 32, in groups of four, with a check against typing errors.

use domain::world::World;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Without I, L, O and U, which are read as something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters at the end that say whether the others were typed right: 20 bits.
const CHECK: usize = 4;

/// Secret bytes that can be written down.
pub type Secret = Zeroizing<Vec<u8>>;

/// New secret bytes; a multiple of five, so that they fill whole characters.
pub fn generate(world: &dyn World, bytes: usize) -> Secret {
    let mut secret = Zeroizing::new(vec![0; bytes]);
    world.fill_random(&mut secret);
    secret
}

/// The code as it is printed.
pub fn print(secret: &[u8]) -> String {
    let characters: Vec<u8> = encode(secret).into_iter().chain(check(secret)).collect();
    let groups: Vec<_> = characters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// The secret of a code as it was typed: blanks, dashes and lower case do not matter, O is 0, I and L are 1. None where it was mistyped.
pub fn read(typed: &str, bytes: usize) -> Option<Secret> {
    let mut values = Zeroizing::new(Vec::new());
    for character in typed.chars().filter(|character| !character.is_whitespace() && *character != '-') {
        let character = match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        values.push(ALPHABET.iter().position(|known| char::from(*known) == character)? as u8);
    }
    if values.len() != bytes * 8 / 5 + CHECK {
        return None;
    }
    let secret = Zeroizing::new(decode(&values[..values.len() - CHECK]));
    let typed_check: Vec<u8> = values[values.len() - CHECK..].iter().map(|value| ALPHABET[usize::from(*value)]).collect();
    (typed_check == check(&secret)).then_some(secret)
}

fn encode(bytes: &[u8]) -> Vec<u8> {
    bytes
        .chunks(5)
        .flat_map(|chunk| {
            let number = chunk.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
            (0..8).rev().map(move |index| ALPHABET[(number >> (5 * index) & 31) as usize])
        })
        .collect()
}

fn decode(values: &[u8]) -> Vec<u8> {
    values
        .chunks(8)
        .flat_map(|chunk| {
            let number = chunk.iter().fold(0u64, |number, value| number << 5 | u64::from(*value));
            (0..5).rev().map(move |index| (number >> (8 * index) & 255) as u8)
        })
        .collect()
}

fn check(secret: &[u8]) -> Vec<u8> {
    let digest = Sha256::new().chain_update(b"learning-studio code|").chain_update(secret).finalize();
    encode(&digest[..5])[..CHECK].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let secret: Vec<u8> = (0..15).map(|index| index * 17).collect();
        let code = print(&secret);
        assert_eq!(code.len(), 28 + 6, "{code}");
        for typed in [code.clone(), code.to_lowercase(), code.replace('-', " "), code.replace('-', ""), code.replace('0', "O").replace('1', "l")] {
            assert_eq!(read(&typed, 15).unwrap().as_slice(), secret, "{typed}");
        }
    }

    #[test]
    fn every_single_typing_error_is_noticed() {
        let code = print(&[1, 2, 3, 4, 5]);
        for (index, here) in code.char_indices().filter(|(_, here)| *here != '-') {
            for other in ALPHABET.iter().map(|byte| char::from(*byte)).filter(|other| *other != here) {
                let mut typed = code.clone();
                typed.replace_range(index..=index, &other.to_string());
                assert!(read(&typed, 5).is_none(), "{typed} for {code}");
            }
        }
        assert!(read("", 5).is_none() && read(&code[1..], 5).is_none() && read("!!!!-!!!!-!!!!", 5).is_none());
    }
}
