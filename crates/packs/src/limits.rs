//! How large a pack and its parts may be. The numbers are those of `docs/pack-format.md` ("Limits") unless a line says otherwise.

/// Bytes of a whole pack: of the `.studiopack` file, and of all files in it once inflated.
pub const MAX_PACK_BYTES: u64 = 64 * 1024 * 1024;
/// Files in a pack.
pub const MAX_FILES: usize = 5_000;
/// Bytes of one file.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Bytes of one file that is not a data file.
pub const MAX_TEXT_FILE_BYTES: u64 = 1024 * 1024;
/// Files of one exercise, all folders together.
pub const MAX_EXERCISE_FILES: usize = 40;
/// Cases of one exercise.
pub const MAX_CASES: usize = 200;
/// Bytes of a lesson's text.
pub const MAX_LESSON_BYTES: usize = 200_000;
/// Bytes of an exercise's instructions, of a hint, and of a course's description.
pub const MAX_INSTRUCTIONS_BYTES: usize = 20_000;

/// Characters of a title, a category, a licence, an author, the name of a case or of a concept: what stands on one line of a window.
pub const MAX_TITLE_CHARACTERS: usize = 200;
/// Characters of a summary, a purpose, or what is said about a mistake: two or three sentences.
pub const MAX_SENTENCE_CHARACTERS: usize = 1_000;
/// Authors, languages and concepts in one list.
pub const MAX_LIST_LENGTH: usize = 100;
/// Minutes of a lesson or an exercise: a day.
pub const MAX_MINUTES: u32 = 24 * 60;
/// Hours of a course.
pub const MAX_HOURS: u32 = 1_000;
