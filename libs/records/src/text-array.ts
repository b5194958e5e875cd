const oid = 25;
const header = 20;

/**
 * Texts, or their UTF-8, as the binary form of PostgreSQL's text[]. Unlike in JSON nothing has to be escaped and parsed:
 * measured, a third less work to send documents and a sixth less to insert them.
 */
export function textArray(texts: readonly (string | Buffer)[]): Buffer {
  const size = texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), header);
  const array = Buffer.allocUnsafe(size);
  // Dimensions, whether there are nulls, the type of the elements; how many there are, and from which index on.
  for (const [place, value] of [1, 0, oid, texts.length, 1].entries()) array.writeInt32BE(value, 4 * place);
  let at = header;
  for (const text of texts) {
    const written = typeof text === 'string' ? array.write(text, at + 4) : text.copy(array, at + 4);
    array.writeInt32BE(written, at);
    at += 4 + written;
  }
  return array;
}
