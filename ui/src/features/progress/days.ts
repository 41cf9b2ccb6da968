// The days of the heat map, worked out from the days on which something was done. Dates are calendar days, counted in UTC so that no
// change to summer time makes one twice.

import type { DayView } from '~/backend/types';

export interface Day {
  date: string;
  attempts: number;
  passed: number;
  lessons: number;
  /** 0, nothing, to 4, most. */
  level: number;
}

const DAY_MS = 86_400_000;

const parse = (date: string) => Date.parse(`${date}T00:00:00Z`);
const format = (time: number) => new Date(time).toISOString().slice(0, 10);

/** How much was done on a day, in one number: finishing counts more than trying. */
const weight = (day: DayView) => day.attempts + 2 * day.passed + 3 * day.lessons;

/** Weeks from Monday to Sunday; the last may be shorter. */
export function weeks(from: string, to: string, active: DayView[]): Day[][] {
  const known = new Map(active.map((day) => [day.date, day]));
  const most = Math.max(1, ...active.map(weight));
  const result: Day[][] = [];
  const last = parse(to);
  for (let time = parse(from), index = 0; time <= last; time += DAY_MS, index += 1) {
    if (index % 7 === 0) result.push([]);
    const day = known.get(format(time)) ?? { date: format(time), attempts: 0, passed: 0, lessons: 0 };
    const done = weight(day);
    result.at(-1)?.push({ ...day, level: done === 0 ? 0 : Math.max(1, Math.ceil((4 * done) / most)) });
  }
  return result;
}

/** How many days the map shows. */
export function length(from: string, to: string): number {
  return Math.round((parse(to) - parse(from)) / DAY_MS) + 1;
}

/** The weekday on which most days were worked, from 0, Monday; `null` where no weekday stands out. */
export function favouriteWeekday(active: DayView[]): number | null {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const day of active) {
    const weekday = (new Date(parse(day.date)).getUTCDay() + 6) % 7;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const first = counts.indexOf(most);
  return most >= 2 && counts.lastIndexOf(most) === first ? first : null;
}

/** The name of a weekday, from 0, Monday. */
export function weekdayName(weekday: number, locale: string): string {
  // 5 January 1970 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((4 + weekday) * DAY_MS);
}

/** A date in words. */
export function dateWords(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    parse(date),
  );
}

/** The names of months, each at the first week that begins in it; a first month of less than two weeks is left out, as its name would touch the next. */
export function months(all: Day[][], locale: string): { week: number; name: string }[] {
  const names = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const starts = all
    .map((week, index) => ({ week: index, month: week[0]?.date.slice(0, 7) ?? '', date: week[0]?.date ?? '' }))
    .filter((start, index, list) => start.month !== list[index - 1]?.month);
  return starts
    .filter((start, index) => (starts[index + 1]?.week ?? all.length) - start.week >= 2)
    .map((start) => ({ week: start.week, name: names.format(parse(start.date)) }));
}
