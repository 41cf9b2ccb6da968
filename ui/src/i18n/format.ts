import { getLocale } from './generated/runtime.js';
import { m } from './generated/messages.js';

/** The language in which dates and numbers are written. English is read here all over the world, and most of it puts the day first. */
export function formatLocale(): string {
  const locale = getLocale();
  return locale === 'en' ? 'en-GB' : locale;
}

const DAY_MS = 86_400_000;

/** The beginning of a day in the reader's own time zone. */
function dayOf(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** When something was, as near as a reader needs it: "just now", "09:38", "yesterday", "Wednesday", "12 November". */
export function moment(utc: string, now = new Date()): string {
  const time = new Date(utc);
  if (Number.isNaN(time.getTime())) return '';
  const locale = formatLocale();
  const days = Math.round((dayOf(now) - dayOf(time)) / DAY_MS);
  if (days <= 0) {
    if (now.getTime() - time.getTime() < 60_000) return m.moment_now();
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time);
  }
  if (days === 1) return m.moment_yesterday();
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(time);
  const year = time.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year }).format(time);
}

/** A day with its month and year, in the reader's own time zone: "23 December 2026". */
export function longDay(utc: string): string {
  const time = new Date(utc);
  if (Number.isNaN(time.getTime())) return '';
  return new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'long', year: 'numeric' }).format(time);
}

/** A length of time, as exact as it is useful: "12 ms", "1.2 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return m.duration_ms({ value: Math.round(milliseconds) });
  return m.duration_s({
    value: new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 }).format(milliseconds / 1000),
  });
}

/** Minutes and seconds to go: "1:10". */
export function countdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
