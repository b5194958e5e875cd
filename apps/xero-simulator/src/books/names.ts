/** Contact names that have broken real systems: many scripts, right-to-left, combining marks, markup and formulas. */
export const unusualNames: readonly string[] = [
  'شركة النور للتجارة', '上海明月贸易有限公司', 'ООО «Ромашка и Ко»', '🍕 Pizza & Söhne 🚚', 'Zoë Żółć Łódź Sp. z o.o.',
  '<script>alert("xero")</script> Ltd', '=HYPERLINK("http://example.com","Pay me")', 'מאפיית השכונה בע״מ', 'Cafe\u0301 Nai\u0308ve', 'Ελληνικό Μέλι Α.Ε.',
  'บริษัท ดอกบัว จำกัด', '株式会社さくら工業', '\'; DROP TABLE contacts; --', '+44 Plumbing', 'x'.repeat(255), '-1 Storey Houses', '@home cleaning',
  '"Quoted" & <b>Bold</b> Partners', 'Null', 'undefined', 'O’Brien & Daughters', 'B&amp;B Holidays', '한빛전자 주식회사', 'भारत मसाला प्राइवेट लिमिटेड',
  'A\u200Dt Zero Width Joiners', '\u202Eesrever ni nettirw\u202C Ltd', '👩‍👩‍👧‍👦 Family Dental', 'Straße & Weg GmbH', 'İstanbul Isı Sistemleri A.Ş.',
  'Ünïcödé Ɠłÿphs', '{{7*7}} Templates', '${jndi:ldap://example.com/a}', '%00 Nothing Ltd', 'Tab\tand  double  spaces', '  Leading and trailing  ',
  '𝕸𝖆𝖙𝖍𝖊𝖒𝖆𝖙𝖎𝖈𝖆𝖑 𝕻𝖗𝖎𝖓𝖙𝖎𝖓𝖌', 'Z̸̢a̷l̶g̵o̴ Consulting', '../../etc/passwd & Sons', 'İ', '1e5',
];

const places = [
  'Abbey', 'Ashford', 'Beacon', 'Birch', 'Bridge', 'Canal', 'Castle', 'Cedar', 'Chapel', 'Cliff', 'Copper', 'Crown', 'Dale', 'Eastgate', 'Elm', 'Fern',
  'Forge', 'Garden', 'Granite', 'Harbour', 'Hazel', 'Heron', 'Highfield', 'Holly', 'Ivy', 'Juniper', 'Kestrel', 'Lantern', 'Larch', 'Maple', 'Meadow',
  'Mill', 'Oakwood', 'Orchard', 'Priory', 'Quarry', 'River', 'Saddler', 'Thistle', 'Willow',
];
const things = [
  'Lane', 'House', 'Street', 'Hill', 'Park', 'Cross', 'Field', 'Gate', 'Green', 'Point', 'Row', 'Side', 'Vale', 'View', 'Wharf', 'Yard', 'Brook', 'Court',
  'Farm', 'Mews', 'Place', 'Quay', 'Rise', 'Square', 'Terrace', 'Walk', 'Way', 'Wood', 'Works', 'Corner', 'End', 'Fold', 'Grove', 'Heath', 'Lodge', 'Moor',
  'Nook', 'Pass', 'Ridge', 'Stone',
];
const trades = [
  'Bakery', 'Builders', 'Catering', 'Design', 'Electrical', 'Engineering', 'Florists', 'Foods', 'Garage', 'Joinery', 'Legal', 'Logistics', 'Media', 'Motors',
  'Print', 'Roofing', 'Software', 'Supplies', 'Timber', 'Travel',
];
const combinations = places.length * things.length * trades.length;

/** An ordinary name, different for every index: past 32,000 a number is added. */
export function ordinaryName(index: number, start: number): string {
  // 7919 shares no factor with the number of combinations, so the walk meets each of them once before it repeats.
  const step = (index * 7919 + start) % combinations;
  const name = `${places[step % 40]} ${things[Math.floor(step / 40) % 40]} ${trades[Math.floor(step / 1600)]}`;
  const lap = Math.floor(index / combinations);
  return lap === 0 ? name : `${name} ${lap + 1}`;
}

export const firstNames = ['Amara', 'Bo', 'Chloé', 'Dmitri', 'Efe', 'Fatima', 'George', 'Hana', 'Iain', 'Jun', 'Krzysztof', 'Leila', 'Moana', 'Ngozi', 'Oluwaseun', 'Priya'];
export const lastNames = ['Ahmed', 'Brown', 'Castillo', 'Dubois', 'Eriksen', 'Fraser', 'Ğül', 'Huang', 'Ivanova', 'Jones', 'Kowalski', 'Lefèvre', 'Müller', 'Nguyễn', 'O’Neil', 'Patel'];
export const cities = ['Leeds', 'Bristol', 'Oban', 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch', 'Zürich', 'Wien', 'Austin', 'Hobart', 'Ōtaki', 'Kraków'];
export const descriptions = [
  'Consulting, half day', 'Office chairs, blue', 'Monthly retainer', 'Fitting and delivery', 'Project management & implementation', 'Cleaning, weekly',
  'Spare parts\nsee delivery note', 'Training “Getting started”', 'Hosting 12 × 1 month', 'Travel at cost', 'Printing A4 <duplex>', '=SUM(A1:A9) hours', 'Überprüfung der Anlage',
  '維修服務', 'Courier', 'Licences',
];
export const remarks = ['Please quote the number with your payment', 'Work done as agreed:', '—', 'Discount as discussed', 'مرفق الفاتورة'];
