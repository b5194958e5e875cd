/** Opens the API's description. Markdown. */
export const guide = `
Create a company, send its person to the Link URL, and read the books that are pulled: whatever accounting software they
come from, they have the same shape. Client libraries made for Codat's API work with this one when they are pointed at
this server's address followed by \`/api\`.

## Authentication

Every request carries your API key in base64, and nothing else, in the header \`Authorization\`:

\`\`\`
curl -H "Authorization: Basic $(printf %s "$API_KEY" | base64 -w0)" '<this server>/api/companies'
\`\`\`

A missing or wrong key is answered with 401. Whatever belongs to somebody else is answered with 404, as if it did not exist.

## In your customers' browsers

Never send an API key to a browser. A page of yours that shows or changes a company's connections asks your server for a
company access token and sends it as \`Authorization: Bearer …\`. It is for one company and ends after a day. It reads
integrations, and lists, gets, creates and unlinks connections of its company; everything else is refused with 403, and
other companies are answered with 404. The API answers pages of the origins that you allowed (\`/corsSettings\`) and of no
others; cookies are of no use there.

## Pages

Lists take \`page\`, counted from 1, and \`pageSize\`, from 1 to 5000 (100 when left out). An answer has \`results\`,
\`pageNumber\`, \`pageSize\`, \`totalResults\` (all that the query finds, not only this page) and \`_links\`. The last page
has no \`_links.next\`, the first one no \`_links.previous\`.

## Queries

The parameter \`query\` filters a list. A comparison is a property, an operator and a value, without quotes:

| operator | on | |
| --- | --- | --- |
| \`=\` \`!=\` | everything | texts are compared regardless of case |
| \`~\` | text | contains |
| \`>\` \`<\` \`>=\` \`<=\` | numbers, dates | dates as \`2026-11-22\` (midnight UTC) or \`2026-11-22T10:15:00Z\` |

Join comparisons with \`&&\` (and) and \`||\` (or), and group them with \`{ }\`:
\`{totalAmount > 100 || totalAmount < 50} && status != paid\`. Properties of nested objects are written with points:
\`customerRef.id=…\`. What is inside lists, such as lines of an invoice, cannot be queried. A property that is absent is
different from every value: \`metadata.isDeleted!=true\` finds records that were never marked as deleted. Encode the query
for the address, once. A query has at most 2,048 characters, 50 comparisons, and groups 10 deep.

\`orderBy\` takes one property: \`issueDate\` for ascending, \`-issueDate\` for descending order. Where the property is
absent, it counts as lowest.

## Reading changes only

\`query=modifiedDate>=2026-11-22T10:15:00Z\` finds records that changed here since then. \`modifiedDate\` moves only when
a record's content did; \`sourceModifiedDate\` is the accounting software's own.

\`GET …/data/invoices/changes\`, and the same of every other list, tells what was created, changed or deleted since a \`cursor\`,
with the records. Begin without one, keep the one that each answer has, and pass it on as \`after\`, at once while \`hasMore\` is
true and later whenever you like. Each record comes as it is now, in the order in which they were written here; one that
is written again comes again, and none is passed over, however many are written meanwhile. A cursor is of one list of one
connection and does not expire.

## Proof of the books

After every pull of everything (the first one, \`POST …/data/all?full=true\`, and the full comparison that is made about once a
week) the documents that are stored are posted by double entry, and the result is compared, account by account and to the
cent, with the accounting software's own trial balance of the day and with the balance sheet and the profit and loss of each
month that is stored. \`GET …/connections/{connectionId}/proof\` says what it came to, with every account that differs; the
connection itself shows it in short as \`ledgerProof\`. Every record that posts has to be there for it: a sync setting that
leaves some out, or a consent that does not cover them, makes it \`NotProvable\`, with the reason.

## Reading the past

\`asOf=2026-11-22T10:15:00Z\` on a list, a record, a financial statement or company info answers as it would have been at that
instant, as far back as this server keeps what changes replaced.

## Records that are wrong

A record that cannot be read stops nothing: its pull completes without it, and it is kept aside. One whose amounts do not
agree is served. The validation results of the pull name both, with the rule and what is wrong. What is kept aside is read
again when it changes, when you order it (**Map stored records again**, which makes no call), and after an upgrade.

## Files

Attachments and prints come from the accounting software while you wait, and are handed on as they arrive, up to 25 MiB.
Part of its limits is kept for them while data is pulled; 429 says when to ask again. A download that breaks off ends with a
broken connection, never with a short file that looks whole. Sixteen may be under way at once.

## Dates and amounts

Times of this platform are UTC and end in \`Z\`. Dates of documents have no zone: \`2026-11-22T00:00:00\` is the day that
the document says. Amounts are decimal numbers; read them with a decimal type, not with binary floating point.

## Sending again

A POST or PATCH with the header \`Idempotency-Key\`, a UUID that you choose, takes effect at most once. Sent again within
7 days it gets the first answer, refusals too, with the header \`Idempotency-Replayed: true\`; only a 429 is not kept.
While the first request runs, the others are answered with 409 and the code \`idempotencyInProgress\`; the same key with
another path or body with 422. Should the platform die in the middle of a request, that is not run again: its key is
answered with 409 and, after 10 minutes, the code \`outcomeUnknown\`. Look then whether it took effect, and send it under a new
key if not.

## Limits

A day (UTC) has 1,000 requests for each company that is linked, and 1,000 besides, unless this server is set otherwise.
Each answer says in \`X-Rate-Limit-Limit\`, \`X-Rate-Limit-Remaining\` and \`X-Rate-Limit-Reset\` how many there are, how many are
left and when the next day begins. When none is left, requests are answered with 429 and \`Retry-After\` until then;
webhook consumers are told by \`client.rateLimit.reached\`, and by \`client.rateLimit.reset\` when the next day begins.

## Errors

Every refusal has the same body (schema \`Error\`): \`error\` says what is wrong, \`validation.errors\` which field is not
accepted and what would be, \`correlationId\` what to quote when you ask us. Parameters that an operation does not know
are refused; unknown fields of a body are ignored. 4xx will not go away by asking again, but for 429; 5xx may.
`.trim();
