//! Lending a damaged file the list of tables of a backup, page for page. The form of the pages: <https://www.sqlite.org/fileformat2.html>.

use crate::{Result, StoreError};
use std::{
    fs,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

const HEADER: usize = 100;
const LEAF: u8 = 0x0d;
const INTERIOR: u8 = 0x05;
/// More pages than any list of tables has: a circle among them ends here.
const MOST_PAGES: usize = 100_000;

struct Pages {
    file: fs::File,
    size: usize,
    /// What of a page is used: the rest is reserved.
    usable: usize,
}

impl Pages {
    fn open(path: &Path) -> Result<Self> {
        let mut file = fs::File::open(path)?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        let size = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = size.saturating_sub(usize::from(header[20]));
        if !header.starts_with(b"SQLite format 3\0") || size < 512 || usable < 480 {
            return Err(unreadable());
        }
        Ok(Self { file, size, usable })
    }

    fn read(&mut self, number: u32) -> Result<Vec<u8>> {
        let mut page = vec![0; self.size];
        let before = u64::from(number.checked_sub(1).ok_or_else(unreadable)?);
        self.file.seek(SeekFrom::Start(before * self.size as u64))?;
        self.file.read_exact(&mut page)?;
        Ok(page)
    }
}

/// Writes the pages that the backup's list of tables lies on over those of the damaged copy, with the header. The copy keeps its own length.
pub fn lend_schema(copy: &Path, backup: &Path) -> Result<()> {
    let mut lender = Pages::open(backup)?;
    let mut lent = Vec::new();
    let mut waiting = vec![1];
    while let Some(number) = waiting.pop() {
        if lent.len() > MOST_PAGES {
            return Err(unreadable());
        }
        let page = lender.read(number)?;
        let follows = children(&page, number, lender.usable)?;
        waiting.extend(follows.pages);
        lent.push((number, page));
        for first in follows.overflowing {
            let mut next = first;
            while next != 0 && lent.len() <= MOST_PAGES {
                let page = lender.read(next)?;
                let number = next;
                next = number_at(&page, 0)?;
                lent.push((number, page));
            }
        }
    }
    let length = fs::metadata(copy)?.len();
    let pages = u32::try_from(length / lender.size as u64).map_err(|_| unreadable())?;
    let mut file = fs::OpenOptions::new().write(true).open(copy)?;
    for (number, mut page) in lent {
        if number == 1 {
            // How long the file is, and that this number is to be believed.
            page[28..32].copy_from_slice(&pages.to_be_bytes());
            page.copy_within(24..28, 92);
        }
        file.seek(SeekFrom::Start(u64::from(number - 1) * lender.size as u64))?;
        file.write_all(&page)?;
    }
    Ok(())
}

struct Follows {
    pages: Vec<u32>,
    overflowing: Vec<u32>,
}

fn children(page: &[u8], number: u32, usable: usize) -> Result<Follows> {
    let start = if number == 1 { HEADER } else { 0 };
    let kind = *page.get(start).ok_or_else(unreadable)?;
    let cells = usize::from(short_at(page, start + 3)?);
    let mut follows = Follows { pages: Vec::new(), overflowing: Vec::new() };
    let pointers = match kind {
        LEAF => start + 8,
        INTERIOR => {
            follows.pages.push(number_at(page, start + 8)?);
            start + 12
        }
        _ => return Err(unreadable()),
    };
    for index in 0..cells {
        let at = usize::from(short_at(page, pointers + 2 * index)?);
        if kind == INTERIOR {
            follows.pages.push(number_at(page, at)?);
            continue;
        }
        let (payload, after) = varint(page, at)?;
        let (_, after) = varint(page, after)?;
        // How much of a long row lies on its own page: section 1.6 of the description.
        if payload > usable - 35 {
            let least = (usable - 12) * 32 / 255 - 23;
            let wanted = least + (payload - least) % (usable - 4);
            let local = if wanted <= usable - 35 { wanted } else { least };
            follows.overflowing.push(number_at(page, after + local)?);
        }
    }
    Ok(follows)
}

fn short_at(page: &[u8], at: usize) -> Result<u16> {
    let bytes = page.get(at..at + 2).ok_or_else(unreadable)?;
    Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
}

fn number_at(page: &[u8], at: usize) -> Result<u32> {
    let bytes = page.get(at..at + 4).ok_or_else(unreadable)?;
    Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn varint(page: &[u8], at: usize) -> Result<(usize, usize)> {
    let mut value = 0usize;
    for (index, byte) in page.get(at..).unwrap_or_default().iter().take(9).enumerate() {
        if index == 8 {
            return Ok(((value << 8) | usize::from(*byte), at + 9));
        }
        value = (value << 7) | usize::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok((value, at + index + 1));
        }
    }
    Err(unreadable())
}

fn unreadable() -> StoreError {
    StoreError::Corrupt { set_aside: None, detail: "the list of tables cannot be read".into() }
}
