import type { BackupView, CheckView, FindingView, WorkView } from '~/backend/types';
import { duration, moment } from '~/i18n/format';
import { m } from '~/i18n/generated/messages.js';

/** What is known of the file, in one sentence, and what to do about it in the next. */
export function verdict(last: CheckView | null): {
  state: 'unknown' | 'right' | 'wrong';
  sentence: string;
  next: string;
} {
  if (!last) return { state: 'unknown', sentence: m.health_unknown(), next: m.health_unknown_next() };
  if (last.differences === 0) {
    return {
      state: 'right',
      sentence: m.health_right({ when: moment(last.at), length: duration(last.duration_ms) }),
      next: last.findings.length > 0 ? m.health_repaired_next() : m.health_right_next(),
    };
  }
  const left = last.findings.filter((finding) => !finding.repaired);
  const has = (check: string, field?: string) =>
    left.some((finding) => finding.check === check && (!field || finding.field === field));
  const sentence = m.health_wrong({ count: last.differences, when: moment(last.at) });
  if (has('integrity', 'pages')) return { state: 'wrong', sentence, next: m.health_damaged_next() };
  if (left.every((finding) => finding.check === 'locked'))
    return { state: 'wrong', sentence, next: m.health_locked_next() };
  return { state: 'wrong', sentence, next: last.backup ? m.health_left_next() : m.health_wrong_next() };
}

/** One difference in plain words. Which row it is stands beside it. */
export function difference(finding: FindingView): string {
  const where = finding.field ? `${finding.table}.${finding.field}` : finding.table;
  const stored = text(finding.stored);
  const actual = text(finding.actual);
  if (finding.field === 'not_checked') return m.finding_not_checked({ where: finding.table });
  switch (finding.check) {
    case 'integrity':
      return m.finding_integrity({ where: finding.table, what: stored });
    case 'schema':
      return finding.stored === null
        ? m.finding_schema_missing({ name: finding.field })
        : m.finding_schema_changed({ name: finding.field });
    case 'foreign_keys':
    case 'orphans':
      return finding.stored === null ? m.finding_missing({ where }) : m.finding_orphan({ where, stored });
    case 'encryption':
      return m.finding_encryption({ where });
    case 'locked':
      return m.finding_locked({ where });
    case 'audit':
      if (finding.table === 'write_context') return m.finding_context({ role: stored });
      return finding.field === 'head_missing' ? m.finding_head_missing() : m.finding_audit();
    default:
      if (finding.stored === null) return m.finding_missing({ where });
      return finding.actual === null
        ? m.finding_extra({ where, stored })
        : m.finding_counter({ where, stored, actual });
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is under way, and how much of it is done, in hundredths. */
export function progress(work: WorkView | null): { words: string; percent: number } {
  const percent = work && work.total > 0 ? Math.round((work.done / work.total) * 100) : 0;
  const words =
    work?.work === 'copy'
      ? m.health_work_copy()
      : work?.work === 'carry' || work?.work === 'rescue'
        ? m.health_work_carry()
        : m.health_work_check();
  return { words, percent };
}

/** Why a backup was made. */
export function reason(backup: BackupView): string {
  switch (backup.reason) {
    case 'by-hand':
      return m.backup_by_hand();
    case 'scheduled':
      return m.backup_scheduled();
    case 'before-migration':
      return m.backup_before_migration();
    case 'before-repair':
      return m.backup_before_repair();
    default:
      return m.backup_found();
  }
}

/** Whether it can be relied on. */
export function trust(backup: BackupView): string {
  if (backup.verified) return m.backup_verified();
  return backup.verified_at === null ? m.backup_never_verified() : m.backup_not_verified();
}
