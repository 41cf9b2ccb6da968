// The sentence for each error code. A code that this window does not know yet is said by its class, and at the very last by its name.

import type { ApiError } from '~/backend/types';
import { m } from './generated/messages.js';

type Sentence = (error: ApiError) => string;

/** A fact of an error as text; `fallback` where the error does not bring it. */
function fact(error: ApiError, name: string, fallback = ''): string {
  const value = error.params[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}

export const sentences: Record<string, Sentence> = {
  'invalid.name_empty': () => m.error_invalid_name_empty(),
  'invalid.name_too_long': (error) => m.error_invalid_name_too_long({ max: fact(error, 'max', '60') }),
  'invalid.name_unprintable': () => m.error_invalid_name_unprintable(),
  'invalid.password_too_short': (error) => m.error_invalid_password_too_short({ min: fact(error, 'min', '8') }),
  'invalid.password_too_long': (error) => m.error_invalid_password_too_long({ max: fact(error, 'max', '200') }),
  'invalid.moment': () => m.error_invalid_moment(),
  'invalid.email_wrong': () => m.error_invalid_email_wrong(),
  'invalid.code_empty': () => m.error_invalid_code_empty(),
  'invalid.code_too_large': () => m.error_invalid_code_too_large(),
  'invalid.code_nul': () => m.error_invalid_code_nul(),
  'invalid.code_not_utf8': () => m.error_invalid_code_not_utf8(),
  'invalid.bad_path': () => m.error_invalid_bad_path(),
  'invalid.too_many_files': (error) => m.error_invalid_too_many_files({ max: fact(error, 'max', '20') }),
  'invalid.no_entry': (error) => m.error_invalid_no_entry({ path: fact(error, 'path', 'main.py') }),
  'invalid.kind_not_supported': () => m.error_invalid_kind_not_supported(),
  'invalid.pack_wrong': () => m.error_invalid_pack_wrong(),
  'invalid.request': () => m.error_invalid_request(),
  'invalid.stdin_too_large': () => m.error_invalid_stdin_too_large(),
  'invalid.hint_position': () => m.error_invalid_hint_position(),
  'invalid.unknown_exercise_version': () => m.error_invalid_unknown_exercise_version(),
  'invalid.exercise_cannot_be_judged': () => m.error_invalid_exercise_cannot_be_judged(),
  'invalid.not_a_folder': () => m.error_invalid_not_a_folder(),
  'invalid.not_a_studio_file': () => m.error_invalid_not_a_studio_file(),
  'invalid.history_differs': () => m.error_invalid_not_a_studio_file(),
  'not_found.course': () => m.error_not_found_course(),
  'not_found.lesson': () => m.error_not_found_lesson(),
  'not_found.exercise': () => m.error_not_found_exercise(),
  'not_found.submission': () => m.error_not_found_submission(),
  'not_found.user': () => m.error_not_found_user(),
  'not_found.pack': () => m.error_not_found_pack(),
  'not_found.python': () => m.error_not_found_python(),
  'not_found.draft': () => m.error_not_found_draft(),
  'not_found.nothing_beside': () => m.error_not_found_nothing_beside(),
  'not_found.nothing_kept': () => m.error_not_found_nothing_kept(),
  'not_found.hint': () => m.error_not_found_hint(),
  'not_found.not_enrolled': () => m.error_not_found_not_enrolled(),
  'not_found.run': () => m.error_not_found_run(),
  'denied.wrong_password': () => m.error_denied_wrong_password(),
  'denied.not_signed_in': () => m.error_denied_not_signed_in(),
  'denied.disabled': () => m.error_denied_disabled(),
  'denied.keys_locked': () => m.error_denied_keys_locked(),
  'denied.password_needed': () => m.error_denied_password_needed(),
  'denied.not_yours': () => m.error_denied_not_yours(),
  'denied.no_sandbox': () => m.error_denied_no_sandbox(),
  'invalid.path_not_text': () => m.error_invalid_path_not_text(),
  'denied.course_change': (error) =>
    m.error_denied_course_change({ changed: fact(error, 'changed', '0'), removed: fact(error, 'removed', '0') }),
  'denied.instructor': () => m.error_denied_instructor(),
  'denied.role': () => m.error_denied_role(),
  'denied.lesson_closed': (error) => {
    const title = fact(error, 'title');
    return title ? m.error_denied_lesson_closed({ title }) : m.error_denied_lesson_closed_plain();
  },
  'denied.solution': () => m.error_denied_solution(),
  'conflict.open_here': () => m.error_conflict_open_here(),
  'conflict.in_use': () => m.error_conflict_in_use(),
  'invalid.backup_damaged': () => m.error_invalid_backup_damaged(),
  'not_found.backup': () => m.error_not_found_backup(),
  'not_found.verified_backup': () => m.error_not_found_verified_backup(),
  'conflict.username_taken': () => m.error_conflict_username_taken(),
  'conflict.email_taken': () => m.error_conflict_email_taken(),
  'conflict.draft': () => m.error_conflict_draft(),
  'conflict.course_slug_taken': () => m.error_conflict_course_slug_taken(),
  'conflict.belongs_to_another_course': () => m.error_conflict_belongs_to_another_course(),
  'busy.opening': () => m.error_busy_opening(),
  'conflict.pack_older': (error) =>
    m.error_conflict_pack_older({ here: fact(error, 'here', '2'), version: fact(error, 'version', '1') }),
  'busy.database': () => m.error_busy_database(),
  'busy.runner': () => m.error_busy_runner(),
  'too_new.database': () => m.error_too_new_database(),
  'too_new.pack': () => m.error_too_new_pack(),
  'corrupt.database': () => m.error_corrupt_database(),
  'full.disk': () => m.error_full_disk(),
  'full.disk_error': () => m.error_full_disk_error(),
  'full.folder_read_only': () => m.error_full_folder_read_only(),
  'interrupted.runner_ended': () => m.error_interrupted_runner_ended(),
  'interrupted.stopped': () => m.error_interrupted_stopped(),
  'invalid.code_mistyped': () => m.error_invalid_code_mistyped(),
  'invalid.consent_subject': () => m.error_invalid_consent_subject(),
  'invalid.days': () => m.error_invalid_days(),
  'invalid.display_name_too_long': () => m.error_invalid_display_name_too_long(),
  'invalid.bio_too_long': () => m.error_invalid_bio_too_long(),
  'invalid.goals_too_long': () => m.error_invalid_goals_too_long(),
  'invalid.note_too_long': () => m.error_invalid_note_too_long(),
  'not_found.database': () => m.error_not_found_database(),
  'not_found.closing': () => m.error_not_found_closing(),
  'not_found.consent': () => m.error_not_found_consent(),
  'not_found.consent_purpose': () => m.error_not_found_consent_purpose(),
  'not_found.recovery_code': () => m.error_not_found_recovery_code(),
  'not_found.key_file': () => m.error_not_found_key_file(),
  'denied.closing': () => m.error_denied_closing(),
  'denied.wrong_recovery_code': () => m.error_denied_wrong_recovery_code(),
  'denied.wrong_reset_code': () => m.error_denied_wrong_reset_code(),
  'denied.no_consent': () => m.error_denied_no_consent(),
  'conflict.export_exists': () => m.error_conflict_export_exists(),
  'conflict.already_closing': () => m.error_conflict_already_closing(),
  'conflict.last_owner': () => m.error_conflict_last_owner(),
  'bug.runner_missing': () => m.error_bug_runner_missing(),
  'bug.runner_failed': () => m.error_bug_runner_failed(),
  'bug.internal': () => m.error_bug_internal(),
};

const classes: Record<string, Sentence> = {
  invalid: (error) => m.error_class_invalid({ code: error.code }),
  not_found: (error) => m.error_class_not_found({ code: error.code }),
  denied: (error) => m.error_class_denied({ code: error.code }),
  conflict: (error) => m.error_class_conflict({ code: error.code }),
  busy: () => m.error_class_busy(),
  offline: () => m.error_class_offline(),
  rejected: (error) => m.error_class_rejected({ code: error.code }),
  too_old: () => m.error_class_too_old(),
  too_new: () => m.error_class_too_new(),
  corrupt: (error) => m.error_class_corrupt({ code: error.code }),
  full: () => m.error_full_disk(),
  interrupted: () => m.error_interrupted_stopped(),
};

/** What happened and what to do, in one or two sentences. */
export function errorSentence(error: ApiError): string {
  const sentence = sentences[error.code] ?? classes[error.code.split('.')[0] ?? ''];
  return sentence ? sentence(error) : m.error_unknown({ code: error.code });
}
