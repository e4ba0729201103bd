// Staff in stories. With the password of everybody else (`password` of given.ts).
import { hashPassword } from '#libs/passwords';
import { Staff, type StaffStatus } from '../../src/staff/staff.entity.js';
import type { TestApp } from './app.js';

export interface StaffStory {
  name?: string;
  email?: string;
  /** A built-in role, or one that the story has made. Default ops_agent. */
  role?: string;
  /** Default active. */
  status?: StaffStatus;
}

export interface StaffSignedIn {
  staff: Staff;
  /** To be sent with every request of this staff member. */
  headers: { authorization: string };
  refreshToken: string;
}

/** Hashing is slow on purpose; every staff member of every story has the same password. */
let passwordHash: Promise<string> | undefined;

export function givenStaffIn({ orm, http }: Pick<TestApp, 'orm' | 'http'>, password: string) {
  let count = 0;

  async function staff(story: StaffStory = {}): Promise<Staff> {
    passwordHash ??= hashPassword(password);
    const em = orm.em.fork();
    const made = em.create(Staff, {
      name: story.name ?? 'Meera Krishnan',
      email: story.email ?? `staff${++count}@desk.example`,
      role: story.role ?? 'ops_agent',
      status: story.status ?? 'active',
      passwordHash: await passwordHash,
    });
    await em.flush();
    return made;
  }

  /** Over the API, as a person would. */
  async function staffSignedIn(story: StaffStory = {}): Promise<StaffSignedIn> {
    const made = await staff(story);
    const answer = await http({
      method: 'POST',
      url: '/api/v1/ops/auth/login',
      payload: { email: made.email, password },
    });
    if (answer.statusCode !== 200) throw new Error(`Signing in failed: ${answer.body}`);
    const { accessToken, refreshToken } = answer.json();
    return { staff: made, headers: { authorization: `Bearer ${accessToken}` }, refreshToken };
  }

  return { staff, staffSignedIn };
}
