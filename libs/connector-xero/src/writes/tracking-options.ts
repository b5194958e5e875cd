import type { CallAnswer } from '#connector-kit/call';
import type { NativeRecord } from '#connector-kit/connector';
import type { PushRequest, Write, Written } from '#connector-kit/writes';
import { isRecord } from '../native.js';
import { apiPath, jsonHeaders, unreadable } from '../reading.js';
import { echoes } from './echo.js';
import { Given } from './given.js';
import { needed, object, text } from './options.js';
import { idIn, onlyRecord } from './requests.js';

/**
 * New options of tracking categories, each under its category. Two of one name Xero refuses, so that the one of the name that
 * was asked for is the one, though Xero does not tell when it was made.
 */
const trackingOption: Write = {
  dataType: 'trackingCategories',
  kind: 'Create',
  scopes: ['accounting.settings'],
  options: object('Tracking option', 'Option of a tracking category.', {
    name: needed(text('Name', 'Name of the option; no two of a category have the same.', { maxLength: 100 })),
    parentId: needed(text('Parent', 'Identifier of the tracking category.', { warnings: ['Must be a valid GUID.', 'Must be a tracking category and not an option.'] })),
  }),
  async prepare(_call, push, { references }) {
    const document = Given.document(push);
    const parentId = parentOf(push);
    if (references.trackingCategory(parentId)?.parentId !== undefined) document.refuse('parentId', 'must be a tracking category and not an option.');
    return { method: 'PUT', path: `${apiPath}/TrackingCategories/${parentId}/Options`, headers: jsonHeaders, body: { Name: document.text('name') } };
  },
  written: (answer, push) => made(onlyRecord(answer, 'Options'), parentOf(push)),
  async find(call, push, { claimed }) {
    const parentId = parentOf(push);
    const answer = await call({ method: 'GET', path: `${apiPath}/TrackingCategories/${parentId}`, headers: jsonHeaders });
    const option = optionsIn(answer).find((native) => echoes(native, { Name: Given.document(push).text('name') }) && !claimed.has(idIn(native, 'TrackingOptionID')));
    return option === undefined ? null : made(option, parentId);
  },
};

export const trackingWrites: readonly Write[] = [trackingOption];

function parentOf(push: PushRequest): string {
  const document = Given.document(push);
  return document.need('parentId', document.guid('parentId'));
}

/** Options are stored with the id of their category, as they are when they are read. */
function made(option: NativeRecord, parentId: string): Written {
  return {
    changes: [{ type: 'Created', recordRef: { id: idIn(option, 'TrackingOptionID'), dataType: 'trackingCategories' } }],
    natives: [{ source: 'TrackingCategories', native: { ...option, TrackingCategoryID: parentId } }],
    stale: [],
  };
}

function optionsIn(answer: CallAnswer): NativeRecord[] {
  const { Options } = onlyRecord(answer, 'TrackingCategories');
  if (!Array.isArray(Options)) throw unreadable(answer);
  return (Options as unknown[]).filter(isRecord);
}
