// @ts-nocheck
import { makeId } from '../chance.js';
import { type Answer, Refusal } from '../server/envelope.js';
import type { Exchange, World } from '../world.js';
import type { Invoice } from './invoices.js';

const linkMs = 3_600_000;

/** `GET /invoices/{id}/file`: 302 to a link that is valid for an hour, for anyone who has it. */
export function invoiceLink(world: World, { id }: Pick<Invoice, 'id'>): Answer {
  const until = world.clock.now() + linkMs;
  const query = new URLSearchParams({ until: String(until), signature: signatureOf(world, id, until) });
  return { status: 302, headers: { location: `${world.url}/files/${id}.pdf?${query}` }, body: '' };
}

/** `GET /files/{id}.pdf`: another host in reality, to which no token belongs. Throws a refusal. */
export function fileEndpoint(world: World, { path, query, headers, entry }: Exchange): Answer {
  if (headers.authorization !== undefined) world.ledger.find('token-at-file-host', entry);
  const [, id = ''] = /^\/files\/(inv_\w+)\.pdf$/.exec(path) ?? [];
  const until = Number(query.get('until'));
  const isSigned = query.get('signature') === signatureOf(world, id, until);
  if (!isSigned || until <= world.clock.now()) throw new Refusal(403, 'This link is not valid any more');
  return { status: 200, headers: { 'content-type': 'application/pdf' }, body: pdf(`Invoice ${id}`) };
}

function signatureOf({ seed }: World, id: string, until: number): string {
  return makeId('sig', seed, `${id}/${until}`);
}

/** A page with one line of ASCII. */
function pdf(line: string): string {
  const stream = `BT /F1 14 Tf 60 780 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return text + table + trailer;
}
