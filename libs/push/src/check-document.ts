import { readDate } from '#accounting/dates';
import { type WriteIssue, type WriteOption, WriteRefused } from '#connector-kit/writes';

/** So that a list of a thousand broken lines is not answered with as many messages. */
const mostIssues = 50;

/** The platform's own, so that a record that was read can be sent back as it is. */
const readOnly = ['id', 'modifiedDate', 'sourceModifiedDate'];

/**
 * What of a consumer's body a platform takes: the properties that its options name, without nulls. Throws WriteRefused,
 * naming each field, for what is missing or not of the form that the options ask for.
 */
export function checkDocument(options: WriteOption, document: unknown): Record<string, unknown> {
  const issues: WriteIssue[] = [];
  const properties = Object.fromEntries(Object.entries(options.properties ?? {}).filter(([name]) => !readOnly.includes(name)));
  const checked = check({ ...options, properties }, document, '', issues);
  const [first, ...others] = issues;
  if (first) throw new WriteRefused([first, ...others.slice(0, mostIssues - 1)]);
  return checked as Record<string, unknown>;
}

function check(option: WriteOption, value: unknown, field: string, issues: WriteIssue[]): unknown {
  const refuse = (message: string) => { issues.push({ field, message }); };
  switch (option.type) {
    case 'Object':
      if (!isObject(value)) return refuse('must be an object');
      return checkProperties(option, value, field, issues);
    case 'Array': {
      if (!Array.isArray(value)) return refuse('must be a list');
      const { properties } = option;
      return properties ? value.map((item, index) => check({ ...option, type: 'Object' }, item, `${field}[${index}]`, issues)) : value;
    }
    case 'Number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('must be a number');
      break;
    case 'Boolean':
      if (typeof value !== 'boolean') return refuse('must be true or false');
      break;
    case 'DateTime':
      if (typeof value !== 'string' || readDate(value) === undefined) return refuse('must be a date such as 2026-11-22 or 2026-11-22T00:00:00');
      break;
    case 'String':
      if (typeof value !== 'string') return refuse('must be text');
      if (option.maxLength !== undefined && value.length > option.maxLength) return refuse(`must have at most ${option.maxLength} characters`);
      break;
  }
  if (option.choices && !option.choices.some((choice) => choice.value === value)) {
    return refuse(`must be one of ${option.choices.map((choice) => choice.value).join(', ')}`);
  }
  return value;
}

function checkProperties({ properties }: WriteOption, value: Readonly<Record<string, unknown>>, field: string, issues: WriteIssue[]): Record<string, unknown> {
  if (!properties) return value;
  const checked: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(properties)) {
    const path = field === '' ? name : `${field}.${name}`;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && given !== null) checked[name] = check(option, given, path, issues);
    else if (option.required) issues.push({ field: path, message: 'is required' });
  }
  return checked;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
