//! The `.studiopack`: a zip file (APPNOTE 6.3.10), read strictly and written always alike.
//!
//! Why not a general zip library: those are made to open as much as possible. Of two entries with one name they silently keep one, they believe either the central directory
//! or the local header where the two differ, and they let entries overlap; each of these lets one file be shown and another be imported. Here the two must agree in
//! everything, and what a pack never needs (encryption, zip64, several disks, other methods than "stored" and "deflated") is refused by name. Inflating itself is `flate2`.

use crate::{
    file_set::{Collector, FileSet},
    limits::{MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES},
    problem::{Code, Findings, Problem},
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use std::{
    io::{self, Read, Write},
    ops::Range,
};

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END_OF_CENTRAL_DIRECTORY: u32 = 0x0605_4b50;
const END_LENGTH: usize = 22;
const MAX_COMMENT: usize = u16::MAX as usize;

const FLAG_ENCRYPTED: u16 = 1;
const FLAG_SIZES_FOLLOW: u16 = 1 << 3;
const FLAG_PATCH: u16 = 1 << 5;
const FLAG_STRONG_ENCRYPTION: u16 = 1 << 6;
const FLAG_UTF8: u16 = 1 << 11;
const FLAG_MASKED: u16 = 1 << 13;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Entries of folders may stand beside those of files, so there may be twice as many entries as files.
const MAX_ENTRIES: usize = 2 * MAX_FILES;

/// 1 January 1980, the first day that a zip file can name: the same for every entry, so that the same files give the same bytes.
const FIXED_DATE: u16 = (1 << 5) | 1;

/// Whether the bytes begin like a zip file.
pub(crate) fn looks_like_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn damaged(detail: &str) -> Problem {
    Problem::new("", Code::BadArchive).with("detail", detail)
}

fn unsupported(file: &str, detail: impl Into<String>) -> Problem {
    Problem::new(file, Code::UnsupportedArchive).with("detail", detail.into())
}

/// Little-endian numbers from a part of the file; `None` past its end.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }
}

/// What the central directory says of an entry.
struct Entry<'a> {
    flags: u16,
    method: u16,
    checksum: u32,
    compressed: u32,
    size: u32,
    name: &'a [u8],
    attributes: u32,
    offset: u32,
}

impl<'a> Entry<'a> {
    fn parse(fields: &mut Fields<'a>) -> Option<Self> {
        if fields.u32()? != CENTRAL_HEADER {
            return None;
        }
        let (_made_by, _needed) = (fields.u16()?, fields.u16()?);
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let _time_and_date = fields.u32()?;
        let (checksum, compressed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name_length, extra_length, comment_length) = (fields.u16()?, fields.u16()?, fields.u16()?);
        let (_disk, _internal_attributes) = (fields.u16()?, fields.u16()?);
        let (attributes, offset) = (fields.u32()?, fields.u32()?);
        let name = fields.bytes(usize::from(name_length))?;
        fields.bytes(usize::from(extra_length) + usize::from(comment_length))?;
        Some(Self { flags, method, checksum, compressed, size, name, attributes, offset })
    }

    /// Where the local header begins and the data lie, once the header has been found to say the same as the central directory.
    fn locate(&self, archive: &[u8], directory: usize) -> Option<(Range<usize>, Range<usize>)> {
        let start = usize::try_from(self.offset).ok()?;
        let mut fields = Fields(archive.get(start..directory)?);
        if fields.u32()? != LOCAL_HEADER {
            return None;
        }
        let _needed = fields.u16()?;
        let (flags, method) = (fields.u16()?, fields.u16()?);
        let _time_and_date = fields.u32()?;
        let (checksum, compressed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name_length, extra_length) = (fields.u16()?, fields.u16()?);
        let name = fields.bytes(usize::from(name_length))?;
        fields.bytes(usize::from(extra_length))?;
        let sizes_agree = if flags & FLAG_SIZES_FOLLOW == 0 {
            (checksum, compressed, size) == (self.checksum, self.compressed, self.size)
        } else {
            // A program that writes without going back puts zeros here and the sizes behind the data.
            [(checksum, self.checksum), (compressed, self.compressed), (size, self.size)]
                .iter()
                .all(|(local, central)| *local == 0 || local == central)
        };
        let same = flags == self.flags && method == self.method && name == self.name && sizes_agree;
        let data_start = directory - fields.0.len();
        let data_end = data_start.checked_add(usize::try_from(self.compressed).ok()?)?;
        (same && data_end <= directory).then_some((start..data_end, data_start..data_end))
    }
}

/// Reads a zip file. `Err` where the archive itself is broken or passes a limit of the whole pack; what is wrong with single entries goes to `findings`. Never holds more than
/// the limits allow, whatever sizes the archive declares.
pub(crate) fn read(archive: &[u8], findings: &mut Findings) -> Result<FileSet, Problem> {
    let (count, directory) = central_directory(archive)?;
    let mut fields = Fields(&archive[directory.clone()]);
    let mut collector = Collector::default();
    let mut occupied: Vec<Range<usize>> = Vec::with_capacity(count);
    let mut declared = 0u64;
    let mut files = 0usize;
    let mut accepted = Vec::with_capacity(count);
    for _ in 0..count {
        let entry = Entry::parse(&mut fields).ok_or_else(|| damaged("its list of entries is cut off"))?;
        let shown = String::from_utf8_lossy(entry.name);
        if [entry.compressed, entry.size, entry.offset].contains(&u32::MAX) {
            return Err(unsupported(&shown, "zip64"));
        }
        declared += u64::from(entry.size);
        let Some((whole, data)) = entry.locate(archive, directory.start) else {
            return Err(Problem::new(&*shown, Code::BadArchive).with("detail", "an entry is not where, or not what, the list of entries says"));
        };
        occupied.push(whole);
        let Ok(name) = std::str::from_utf8(entry.name) else {
            findings.push(Problem::new(&*shown, Code::BadPath).with("path", &*shown));
            continue;
        };
        // The upper half of the attributes is a Unix mode, where a Unix program wrote the archive; 0 where none did.
        let file_type = (entry.attributes >> 16) & 0o170_000;
        if entry.flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED) != 0 {
            findings.push(Problem::new(name, Code::Encrypted));
        } else if file_type == 0o120_000 {
            findings.push(Problem::new(name, Code::Symlink));
        } else if let Some(folder) = name.strip_suffix('/') {
            if !crate::file_set::allowed_path(folder) {
                findings.push(Problem::new(name, Code::BadPath).with("path", name));
            } else if entry.size != 0 {
                findings.push(Problem::new(name, Code::NotAFile));
            }
        } else if file_type != 0 && file_type != 0o100_000 {
            findings.push(Problem::new(name, Code::NotAFile));
        } else if entry.flags & FLAG_PATCH != 0 || ![STORED, DEFLATED].contains(&entry.method) {
            findings.push(unsupported(name, format!("compression method {}", entry.method)));
        } else if collector.admit(name, findings) {
            files += 1;
            if u64::from(entry.size) > MAX_FILE_BYTES {
                findings.push(Problem::new(name, Code::FileTooLarge).with("max", MAX_FILE_BYTES));
            } else {
                accepted.push((name, entry, data));
            }
        }
    }
    if !fields.0.is_empty() {
        return Err(damaged("its list of entries is longer than it says"));
    }
    if declared > MAX_PACK_BYTES {
        return Err(Problem::new("", Code::PackTooLarge).with("max", MAX_PACK_BYTES));
    }
    if files > MAX_FILES {
        return Err(Problem::new("", Code::TooManyFiles).with("max", MAX_FILES));
    }
    occupied.sort_by_key(|range| range.start);
    if occupied.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Err(damaged("entries overlap"));
    }
    for (name, entry, data) in accepted {
        match inflate(&archive[data], &entry) {
            Some(bytes) => collector.take(name, bytes)?,
            None => findings.push(Problem::new(name, Code::Checksum)),
        }
    }
    Ok(collector.finish())
}

/// The number of entries, and where their list lies. The list must end exactly where the closing record begins: nothing can hide between the two.
fn central_directory(archive: &[u8]) -> Result<(usize, Range<usize>), Problem> {
    let last = archive.len().checked_sub(END_LENGTH).ok_or_else(|| damaged("it is cut off"))?;
    let first = last.saturating_sub(MAX_COMMENT);
    for start in (first..=last).rev() {
        let mut fields = Fields(&archive[start..]);
        if fields.u32() != Some(END_OF_CENTRAL_DIRECTORY) {
            continue;
        }
        let mut parse = || {
            let (disk, directory_disk) = (fields.u16()?, fields.u16()?);
            let (count_here, count) = (fields.u16()?, fields.u16()?);
            let (length, offset) = (fields.u32()?, fields.u32()?);
            let comment_length = fields.u16()?;
            (usize::from(comment_length) == fields.0.len()).then_some((disk, directory_disk, count_here, count, length, offset))
        };
        // A comment may hold these four bytes too; the record is the one whose comment reaches the end of the file.
        let Some((disk, directory_disk, count_here, count, length, offset)) = parse() else { continue };
        if count == u16::MAX || length == u32::MAX || offset == u32::MAX {
            return Err(unsupported("", "zip64"));
        }
        if disk != 0 || directory_disk != 0 || count_here != count {
            return Err(unsupported("", "several disks"));
        }
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        if to != start {
            return Err(damaged("its list of entries does not end where it says"));
        }
        if usize::from(count) > MAX_ENTRIES {
            return Err(Problem::new("", Code::TooManyFiles).with("max", MAX_FILES));
        }
        return Ok((usize::from(count), from..to));
    }
    Err(damaged("it is cut off"))
}

/// The content of an entry, or `None` if it is not what the entry declares. At most one byte more than declared is ever inflated, and what is declared was checked before.
fn inflate(data: &[u8], entry: &Entry<'_>) -> Option<Vec<u8>> {
    let bytes = if entry.method == STORED {
        (entry.compressed == entry.size).then(|| data.to_vec())?
    } else {
        let mut decoder = DeflateDecoder::new(data);
        let mut bytes = Vec::new();
        decoder.by_ref().take(u64::from(entry.size) + 1).read_to_end(&mut bytes).ok()?;
        (decoder.total_in() == u64::from(entry.compressed)).then_some(bytes)?
    };
    (bytes.len() as u64 == u64::from(entry.size) && crc32fast::hash(&bytes) == entry.checksum).then_some(bytes)
}

/// Writes the files as a zip file: sorted by path, one fixed time, deflated where that is shorter. The same files give the same bytes.
pub(crate) fn write(files: &FileSet) -> io::Result<Vec<u8>> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let mut count = 0u16;
    let too_large = |_| io::Error::new(io::ErrorKind::FileTooLarge, "larger than a pack can be");
    for (path, bytes) in files.iter() {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        let deflated = encoder.finish()?;
        let (method, data) = if deflated.len() < bytes.len() { (DEFLATED, deflated.as_slice()) } else { (STORED, bytes) };
        let offset = u32::try_from(archive.len()).map_err(too_large)?;
        // What the local header and the entry in the directory have in common: version 2.0 (deflate), flags, method, time, checksum, sizes, length of the name, no extra.
        let mut common = Vec::new();
        common.extend(20u16.to_le_bytes());
        common.extend(FLAG_UTF8.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend(0u16.to_le_bytes());
        common.extend(FIXED_DATE.to_le_bytes());
        common.extend(crc32fast::hash(bytes).to_le_bytes());
        common.extend(u32::try_from(data.len()).map_err(too_large)?.to_le_bytes());
        common.extend(u32::try_from(bytes.len()).map_err(too_large)?.to_le_bytes());
        common.extend(u16::try_from(path.len()).map_err(too_large)?.to_le_bytes());
        common.extend(0u16.to_le_bytes());

        archive.extend(LOCAL_HEADER.to_le_bytes());
        archive.extend(&common);
        archive.extend(path.as_bytes());
        archive.extend(data);

        directory.extend(CENTRAL_HEADER.to_le_bytes());
        // Made by: Unix (3), version 2.0; so the mode below counts.
        directory.extend(0x0314u16.to_le_bytes());
        directory.extend(&common);
        // Length of the comment, disk, internal attributes.
        directory.extend([0; 6]);
        directory.extend((0o100_644u32 << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
        count = count.checked_add(1).ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "more files than a pack can have"))?;
    }
    let offset = u32::try_from(archive.len()).map_err(too_large)?;
    archive.extend(&directory);
    archive.extend(END_OF_CENTRAL_DIRECTORY.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(u32::try_from(directory.len()).map_err(too_large)?.to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend(0u16.to_le_bytes());
    Ok(archive)
}
