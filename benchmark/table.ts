/** Prints figures as one table. */
import type {Figure, Row, Unit} from './figure.ts';

/** Formats a number with three significant digits. */
export const formatNumber = (value: number): string => {
	if (!Number.isFinite(value)) {
		return String(value);
	}

	const size = Math.abs(value);
	if (size >= 1e6) {
		return `${(value / 1e6).toFixed(2)} M`;
	}

	if (size >= 10_000) {
		return `${Math.round(value / 1000)} k`;
	}

	return size === 0 || size >= 100 || Number.isInteger(value)
		? String(Math.round(value))
		: value.toPrecision(size >= 10 ? 3 : 2);
};

const withUnit = (value: number, unit: Unit): string => `${formatNumber(value)} ${unit}`.trim();

/** Formats the ratio of a value to another program's. */
const ratio = (value: number, other: number): string => (other === 0 ? '' : ` (×${formatNumber(value / other)})`);

const formatCells = ({what, unit, value, against = [], goal}: Figure): readonly string[] => [
	what,
	withUnit(value, unit),
	against.map(other => `${other.name} ${formatNumber(other.value)}${ratio(value, other.value)}`).join(', '),
	goal?.text ?? '',
	goal ? (goal.isMet ? 'yes' : 'NO') : '',
];

const heads = ['what', 'socket-chat', 'others (×: socket-chat’s value divided by it)', 'must reach', 'did'];

export const formatTable = (figures: readonly Figure[]): string => {
	const rows = [heads, ...figures.map(figure => formatCells(figure))];
	const widths = heads.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	const lines = rows.map(row =>
		row
			.map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
			.join('  ')
			.trimEnd(),
	);
	const rule = widths.map(width => '─'.repeat(width)).join('  ');
	return [lines[0], rule, ...lines.slice(1)].join('\n');
};

/** Formats the note under the table: how a row was measured, which goals it misses, and why. */
export const formatNote = ({name, how, reason}: Omit<Row, 'measure'>, figures: readonly Figure[]): string => {
	const missed = figures.filter(({goal}) => goal && !goal.isMet).map(({what}) => what);
	const lines = [`${name}: ${how}`];
	if (missed.length > 0) {
		lines.push(`  missed: ${missed.join('; ')}`, `  why: ${reason ?? 'not found out'}`);
	}

	return lines.join('\n');
};
