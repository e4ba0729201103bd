// The tax rules of an invoice, apart from any database. Sources: CGST Act 2017 (section 31), CGST Rules 2017 (rules 46 and 53), IGST Act 2017
// (section 12). Not advice: whoever runs an installation has its settings and its forms checked.
import { localDate } from '#libs/time';

/** By the first two digits of a GSTIN. Names as in the places of the catalogue. */
export const stateCodes: Readonly<Record<string, string>> = {
  'Jammu and Kashmir': '01',
  'Himachal Pradesh': '02',
  Punjab: '03',
  Chandigarh: '04',
  Uttarakhand: '05',
  Haryana: '06',
  Delhi: '07',
  Rajasthan: '08',
  'Uttar Pradesh': '09',
  Bihar: '10',
  Sikkim: '11',
  'Arunachal Pradesh': '12',
  Nagaland: '13',
  Manipur: '14',
  Mizoram: '15',
  Tripura: '16',
  Meghalaya: '17',
  Assam: '18',
  'West Bengal': '19',
  Jharkhand: '20',
  Odisha: '21',
  Chhattisgarh: '22',
  'Madhya Pradesh': '23',
  Gujarat: '24',
  'Dadra and Nagar Haveli and Daman and Diu': '26',
  Maharashtra: '27',
  Karnataka: '29',
  Goa: '30',
  Lakshadweep: '31',
  Kerala: '32',
  'Tamil Nadu': '33',
  Puducherry: '34',
  'Andaman and Nicobar Islands': '35',
  Telangana: '36',
  'Andhra Pradesh': '37',
  Ladakh: '38',
};

export interface TaxSplit {
  cgstPaise: number;
  sgstPaise: number;
  igstPaise: number;
}

/**
 * Within a state half the tax is the union's and half the state's; across a border all of it is integrated tax (IGST Act, sections 7 and 8). Of
 * an odd amount of paise the state has the one more: together they are the tax that was charged.
 * @param gstin of the seller. @param state place of supply: where the work is done
 */
export function splitTax(taxPaise: number, gstin: string, state: string): TaxSplit {
  if (gstin.slice(0, 2) !== stateCodes[state]) return { cgstPaise: 0, sgstPaise: 0, igstPaise: taxPaise };
  const half = Math.floor(taxPaise / 2);
  return { cgstPaise: half, sgstPaise: taxPaise - half, igstPaise: 0 };
}

/** `26-27`: April to March, in the business time zone. */
export function financialYear(instant: Date, zone: string): string {
  const [year, month] = localDate(instant, zone).split('-').map(Number) as [number, number];
  const first = month >= 4 ? year : year - 1;
  const digits = (each: number): string => String(each % 100).padStart(2, '0');
  return `${digits(first)}-${digits(first + 1)}`;
}

export const invoiceKinds = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

const series: Readonly<Record<InvoiceKind, string>> = { invoice: 'HS', credit_note: 'CN' };

/** At most 16 letters, digits, hyphens and slashes, unique in its year (rule 46 (b)): `HS/26-27/0000001`. */
export function invoiceNumber(kind: InvoiceKind, year: string, sequence: number): string {
  return `${series[kind]}/${year}/${String(sequence).padStart(7, '0')}`;
}

/** From this total on an invoice has to name the recipient and their address (rule 46 (e) and (f)); below, it need not. */
export const namedFromPaise = 50_000_00;
