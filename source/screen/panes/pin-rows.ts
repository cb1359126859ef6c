import {describeState, listEndForms} from '../../chat/socket-log/describe-socket.ts';
import type {Form} from '../../chat/socket-log/describe-call.ts';
import type {SocketRecord} from '../../chat/socket-log/types.ts';
import {formatClockWithMilliseconds, formatClockWithSeconds} from '../../text/format-time.ts';
import {sanitizeLine} from '../../text/sanitize.ts';
import {measureWidth} from '../../text/width.ts';
import {cutRow, type Row} from '../primitives/rows.ts';
import type {FindName} from './find-name.ts';

type Options = {
	readonly columns: number;
	/** The number of rows that the pins may take. */
	readonly rows: number;
	readonly form: Form;
	readonly findName: FindName;
};

const listTexts = (record: SocketRecord, {form, findName}: Options): readonly string[] => {
	const state = describeState(record);
	if (record.listensSince !== undefined) {
		return [`${record.local ?? ''}  ${state}`, record.local ?? ''];
	}

	const {received, sent} = record;
	const name = sanitizeLine(findName(record) ?? '');
	const [full = '', ...shorter] = listEndForms(record);
	const [shortest = ''] = shorter.slice(-1);
	const traffic = `in ${received.calls}/${received.bytes} B out ${sent.calls}/${sent.bytes} B`;
	return [
		...(form === 'wide' ? [`${full}  ${state}  ${traffic}  ${name}`] : []),
		...[full, ...shorter].map(ends => `${ends}  ${state}  ${name}`),
		`${shortest}  ${state}`,
		shortest,
	].map(text => text.trimEnd());
};

type PinForm = {readonly calls: string; readonly time: string; readonly text: string};

/** Lists what a pin may show beside its number, the longest first. */
const listForms = (record: SocketRecord, options: Options): readonly PinForm[] => {
	const at = record.listensSince ?? record.connectedAt ?? record.from;
	const time = options.form === 'wide' ? formatClockWithMilliseconds(at) : formatClockWithSeconds(at);
	const texts = listTexts(record, options);
	const combine = (calls: string) => texts.map(text => ({calls, time, text}));
	if (record.listensSince === undefined) {
		return combine(record.isAccepted ? 'accept' : 'connect');
	}

	const all = 'socket bind listen';
	return [...combine(all), {calls: all, time: '', text: record.local ?? ''}, ...combine('listen')];
};

const joinForm = ({calls, time, text}: PinForm): string => [calls, time, text].filter(part => part !== '').join(' ');

/** Lays out ` #3 accept 16:16:23 :45730 ⇄ :5000 ESTABLISHED bob`: the longest text that fits. */
const layoutPin = (record: SocketRecord, options: Options, columns: number): Row => {
	const number = ` #${record.number} `;
	const forms = listForms(record, options);
	const form = forms.find(each => number.length + measureWidth(joinForm(each)) <= columns) ?? {
		calls: forms.at(-1)?.calls ?? '',
		time: forms.at(-1)?.time ?? '',
		text: '',
	};
	return [
		{text: number, tone: 'title'},
		{text: form.calls, tone: 'verb'},
		{text: form.time === '' ? '' : ` ${form.time}`, tone: 'quiet'},
		{text: form.text === '' ? '' : ` ${form.text}`},
	];
};

/**
Lays out the open sockets, one row each: those that do not fit into `rows` are counted in the last.
*/
export const layoutPins = (sockets: readonly SocketRecord[], options: Options): readonly Row[] => {
	const {columns, rows} = options;
	if (rows < 1) {
		return [];
	}

	const isCut = sockets.length > rows;
	const shown = isCut ? sockets.slice(0, Math.max(1, rows - 1)) : sockets;
	const pins = shown.map(record => cutRow(layoutPin(record, options, columns), columns));
	const more = `+ ${sockets.length - shown.length} more open`;
	if (!isCut) {
		return pins;
	}

	const [first] = shown;
	return rows === 1 && first
		? [cutRow([...layoutPin(first, options, columns - more.length - 2), {text: `  ${more}`, tone: 'quiet'}], columns)]
		: [...pins, [{text: ` ${more}`, tone: 'quiet'}]];
};
