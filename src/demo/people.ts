// Customers with their addresses, and the people of the operation.
import { Address } from '../addresses/address.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Staff } from '../staff/staff.entity.js';
import type { StaffRole } from '../access/roles.js';
import { accountContent, demoPeople } from './content.js';
import type { InsertRows } from './insert.js';
import type { DemoCity } from './marketplace.js';
import type { DemoScene } from './scene.js';

export const customersPerBlock = 100;
export const staffPerBlock = 50;
/** The others have two. */
const customersWithOneAddress = 2;

export interface DemoAddress {
  line: string;
  pincode: string;
  area: string;
}

export interface DemoCustomer {
  id: string;
  name: string;
  city: DemoCity;
  addresses: DemoAddress[];
}

export interface DemoStaff {
  id: string;
  role: StaffRole;
  isActive: boolean;
}

/** How many of each role a block has; the named ones of the first block are among them. */
const roleCounts: Record<StaffRole, number> = {
  super_admin: 1,
  admin: 2,
  ops_manager: 4,
  ops_lead: 8,
  ops_agent: 25,
  finance: 3,
  analyst: 4,
  viewer: 3,
};

export function addCustomers(
  scene: DemoScene,
  rows: InsertRows,
  cities: readonly DemoCity[],
): DemoCustomer[] {
  const { random, block } = scene;
  const metros = cities.filter(({ tier }) => tier === 'metro');
  return Array.from({ length: customersPerBlock }, (_, index) => {
    const number = block * customersPerBlock + index;
    const named = number === 0;
    const city = named ? cities[0]! : random.pick(random.chance(0.75) ? metros : cities);
    const row = scene.row(scene.daysAgo(400, 95));
    const name = named ? accountContent.customer.name : personName(scene);
    rows.add(Customer, {
      ...row,
      name,
      email: named ? accountContent.customer.email : emailOf(name, number, 'mail.example'),
      phone: named ? accountContent.customer.phone : phoneOf(7, number + 1),
      passwordHash: accountContent.customer.passwordHash,
      emailVerifiedAt: row.createdAt,
      phoneVerifiedAt: random.chance(0.8) ? row.createdAt : null,
      language: random.chance(0.3) ? 'hi' : 'en',
      lastLoginAt: scene.daysAgo(30, 1),
    });
    const count = index < customersPerBlock - customersWithOneAddress ? 2 : 1;
    return { id: row.id, name, city, addresses: addAddresses(scene, rows, row, city, count, named) };
  });
}

function addAddresses(
  scene: DemoScene,
  rows: InsertRows,
  customer: { id: string; createdAt: Date },
  city: DemoCity,
  count: number,
  named: boolean,
): DemoAddress[] {
  const { random } = scene;
  return Array.from({ length: count }, (_, index) => {
    const koramangala = city.pincodes.find(({ code }) => code === '560034');
    const place = named && index === 0 && koramangala ? koramangala : random.pick(city.pincodes);
    const house = random.pick(demoPeople.houses).replace('{n}', String(random.between(1, 1204)));
    const line = `${house}, ${random.pick(demoPeople.buildings)}, ${random.pick(demoPeople.streets)}, ${place.area}`;
    rows.add(Address, {
      ...scene.row(customer.createdAt),
      customer: customer.id,
      label: index === 0 ? 'Home' : 'Office',
      line,
      landmark: random.chance(0.6) ? random.pick(demoPeople.landmarks) : null,
      pincode: place.code,
      isDefault: index === 0,
    });
    return { line, pincode: place.code, area: place.area };
  });
}

/** Those who take complaints are what the rest of the data needs to know. */
export function addStaff(scene: DemoScene, rows: InsertRows): DemoStaff[] {
  const roles = (Object.keys(roleCounts) as StaffRole[]).flatMap((role) =>
    Array<StaffRole>(roleCounts[role]).fill(role),
  );
  const named = scene.block === 0 ? [...accountContent.staff] : [];
  return roles.map((role, index) => {
    const row = scene.row(scene.daysAgo(590, 90));
    const account = named.find((candidate) => candidate.role === role);
    if (account) named.splice(named.indexOf(account), 1);
    const name = account?.name ?? personName(scene);
    const isActive = account !== undefined || index % 12 < 11;
    rows.add(Staff, {
      ...row,
      name,
      role,
      email: account?.email ?? emailOf(name, scene.block * staffPerBlock + index, 'staff.example'),
      passwordHash: account?.passwordHash ?? accountContent.unknownPasswordHash,
      status: isActive ? 'active' : scene.random.pick(['pending', 'suspended'] as const),
      lastLoginAt: scene.daysAgo(10, 1),
    });
    return { id: row.id, role, isActive };
  });
}

export function personName({ random }: DemoScene): string {
  return `${random.pick(demoPeople.firstNames)} ${random.pick(demoPeople.lastNames)}`;
}

function emailOf(name: string, number: number, domain: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}.${number}@${domain}`;
}

/** A different mobile number for every `number` below a billion; `first` is its first digit. */
export function phoneOf(first: 6 | 7, number: number): string {
  return `+91${first}${String(number).padStart(9, '0')}`;
}
