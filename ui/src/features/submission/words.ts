import type { AttemptRow, JudgeResult, Verdict } from '~/backend/types';
import { m } from '~/i18n/generated/messages.js';

const endings: Partial<Record<Verdict, () => string>> = {
  error: m.verdict_error,
  timeout: m.verdict_timeout,
  memory: m.verdict_memory,
  output: m.verdict_output,
  crashed: m.verdict_crashed,
  refused: m.verdict_refused,
  cancelled: m.verdict_cancelled,
};

/** What a judged program gave, in one line. */
export function verdictSentence(result: JudgeResult): string {
  const total = result.tests.length;
  const failing = result.tests.filter((test) => test.status !== 'pass').length;
  if (result.verdict === 'passed') return m.verdict_passed({ total });
  // Where the error kept every case from passing, the error is the news, not the number.
  const counted = failing > 0 && (result.verdict === 'failed' || (result.verdict === 'error' && failing < total));
  if (counted) return m.verdict_failed({ count: failing, total });
  return endings[result.verdict]?.() ?? m.verdict_failed_plain();
}

/** How a run that nobody judged came to its end. */
export function endingSentence(result: JudgeResult): string {
  return endings[result.verdict]?.() ?? m.run_finished();
}

/** An attempt in a list. */
export function attemptWords(attempt: AttemptRow): string {
  const words = endedWords(attempt);
  return attempt.practice ? m.attempt_practice({ words }) : words;
}

function endedWords(attempt: AttemptRow): string {
  if (attempt.verdict === 'passed') return m.attempt_passed();
  if (attempt.total_cases > 0 && attempt.verdict === 'failed') {
    return m.attempt_cases({ passed: attempt.passed_cases, total: attempt.total_cases });
  }
  switch (attempt.verdict) {
    case 'timeout':
      return m.attempt_timeout();
    case 'memory':
      return m.attempt_memory();
    case 'output':
      return m.attempt_output();
    case 'crashed':
      return m.attempt_crashed();
    case 'refused':
      return m.attempt_refused();
    case 'cancelled':
      return m.attempt_cancelled();
    default:
      return m.attempt_error();
  }
}
