// What is said of complaints that exist.
import { Responses, type ResponseReader } from '../language/responses.js';
import type { ComplaintRead } from '../agent-tools.js';
import type { CaseLabel, WrittenStep } from './case-form.js';

export const caseResponses = new Responses({
  one: {
    en: 'Complaint {reference} ({subject}), filed on {createdAt, date, day}: {status}{level, plural, =0 {} other {, escalated}}{due, select, none {} other {, to be solved by {due}}}.',
    'hi-Latn':
      'Complaint {reference} ({subject}), {createdAt, date, day} ko darj: {status}{level, plural, =0 {} other {, upar bheji gayi}}{due, select, none {} other {, {due} tak hal honi hai}}.',
    hi: 'शिकायत {reference} ({subject}), {createdAt, date, day} को दर्ज: {status}{level, plural, =0 {} other {, ऊपर भेजी गई}}{due, select, none {} other {, {due} तक हल होनी है}}।',
  },
  due: {
    en: '{at, date, day}, {at, time, clock}',
    'hi-Latn': '{at, date, day}, {at, time, clock}',
    hi: '{at, date, day}, {at, time, clock}',
  },
  whatNow: {
    en: 'You can add to it, have it escalated, or withdraw it: just say so.',
    'hi-Latn':
      'Aap isme kuch jod sakte hain, ise upar bhijwa sakte hain, ya wapas le sakte hain: bas keh dijiye.',
    hi: 'आप इसमें कुछ जोड़ सकते हैं, इसे ऊपर भिजवा सकते हैं, या वापस ले सकते हैं: बस कह दीजिए।',
  },
  noComplaints: {
    en: 'You have made no complaint so far.',
    'hi-Latn': 'Aapne ab tak koi complaint nahi ki hai.',
    hi: 'आपने अब तक कोई शिकायत नहीं की है।',
  },
  unknown: {
    en: 'I find no complaint {reference} of yours.',
    'hi-Latn': 'Aapki koi complaint {reference} nahi mili.',
    hi: 'आपकी कोई शिकायत {reference} नहीं मिली।',
  },
  noneFor: {
    en: 'You have no complaint with which that can be done{step, select, reopen {: solved and closed ones can be reopened for 14 days} other {, since none is open}}.',
    'hi-Latn':
      'Aapki aisi koi complaint nahi hai jiske saath yeh ho sake{step, select, reopen {: hal ya band hui complaint 14 din tak phir khul sakti hai} other {, kyunki koi khuli nahi hai}}.',
    hi: 'आपकी ऐसी कोई शिकायत नहीं है जिसके साथ यह हो सके{step, select, reopen {: हल या बंद हुई शिकायत 14 दिन तक फिर खुल सकती है} other {, क्योंकि कोई खुली नहीं है}}।',
  },
  askWhich: {
    en: 'Which complaint do you mean: {complaints}?',
    'hi-Latn': 'Aap kis complaint ki baat kar rahe hain: {complaints}?',
    hi: 'आप किस शिकायत की बात कर रहे हैं: {complaints}?',
  },
  askWhat: {
    en: 'What shall I add to {complaint}? Photographs you can add in the app, under the complaint.',
    'hi-Latn': '{complaint} mein kya jodun? Photo app mein complaint ke neeche jod sakte hain.',
    hi: '{complaint} में क्या जोड़ूँ? फ़ोटो ऐप में शिकायत के नीचे जोड़ सकते हैं।',
  },
  propose_add: {
    en: 'To {complaint} I would add: "{said}". Shall I add it?',
    'hi-Latn': '{complaint} mein yeh jodunga: "{said}". Kya jod du?',
    hi: '{complaint} में यह जोड़ूँगा: "{said}"। क्या जोड़ दूँ?',
  },
  propose_escalate: {
    en: '{complaint} has been waiting since {createdAt, date, day} and is {status}. Shall I pass it on to somebody higher than before, who looks at it anew?',
    'hi-Latn':
      '{complaint} {createdAt, date, day} se hai, abhi: {status}. Kya main ise upar bhej du, taaki koi bada adhikari ise dobara dekhe?',
    hi: '{complaint} {createdAt, date, day} से है, अभी: {status}। क्या मैं इसे ऊपर भेज दूँ, ताकि कोई बड़ा अधिकारी इसे दोबारा देखे?',
  },
  propose_withdraw: {
    en: 'Nobody works on {complaint} any more when it is withdrawn. Shall I withdraw it?',
    'hi-Latn': 'Wapas lene ke baad {complaint} par koi kaam nahi karega. Kya main ise wapas le lu?',
    hi: 'वापस लेने के बाद {complaint} पर कोई काम नहीं करेगा। क्या मैं इसे वापस ले लूँ?',
  },
  propose_reopen: {
    en: '{complaint} is {status}. Shall I reopen it, so that it is worked on again?',
    'hi-Latn': '{complaint} abhi {status}. Kya main ise phir se kholu, taaki is par dobara kaam ho?',
    hi: '{complaint} अभी {status}। क्या मैं इसे फिर से खोलूँ, ताकि इस पर दोबारा काम हो?',
  },
  alreadyHighest: {
    en: '{complaint} is with the operations manager already; there is nobody higher to pass it on to.',
    'hi-Latn': '{complaint} pehle se operations manager ke paas hai; usse upar koi nahi hai.',
    hi: '{complaint} पहले से ऑपरेशंस मैनेजर के पास है; उससे ऊपर कोई नहीं है।',
  },
  notPossible: {
    en: '{complaint} is {status}; that cannot be done with it now.',
    'hi-Latn': '{complaint} abhi {status}; ab iske saath yeh nahi ho sakta.',
    hi: '{complaint} अभी {status}; अब इसके साथ यह नहीं हो सकता।',
  },
  done_add: {
    en: 'Added to complaint {reference}.',
    'hi-Latn': 'Complaint {reference} mein jod diya.',
    hi: 'शिकायत {reference} में जोड़ दिया।',
  },
  done_escalate: {
    en: 'Complaint {reference} is escalated: somebody higher than before looks at it now.',
    'hi-Latn': 'Complaint {reference} upar bhej di: ab ise koi bada adhikari dekhega.',
    hi: 'शिकायत {reference} ऊपर भेज दी: अब इसे कोई बड़ा अधिकारी देखेगा।',
  },
  done_withdraw: {
    en: 'Complaint {reference} is withdrawn.',
    'hi-Latn': 'Complaint {reference} wapas le li.',
    hi: 'शिकायत {reference} वापस ले ली।',
  },
  done_reopen: {
    en: 'Complaint {reference} is open again.',
    'hi-Latn': 'Complaint {reference} phir se khol di.',
    hi: 'शिकायत {reference} फिर से खोल दी।',
  },
  dropped: {
    en: 'All right, the complaint stays as it is.',
    'hi-Latn': 'Theek hai, complaint waisi hi rahegi.',
    hi: 'ठीक है, शिकायत वैसी ही रहेगी।',
  },
  plainYes: {
    en: 'Nothing is done yet. I do it when you answer with a plain yes.',
    'hi-Latn': 'Abhi kuch nahi kiya hai. Aap seedha "haan" kahenge, tab karunga.',
    hi: 'अभी कुछ नहीं किया है। आप सीधा "हाँ" कहेंगे, तब करूँगा।',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया।',
  },
  takeYourTime: {
    en: 'Take your time; nothing is done yet.',
    'hi-Latn': 'Aaram se; abhi kuch nahi kiya hai.',
    hi: 'आराम से; अभी कुछ नहीं किया है।',
  },
  refused: {
    en: 'That was not done: {detail}',
    'hi-Latn': 'Yeh nahi ho saka: {detail}',
    hi: 'यह नहीं हो सका: {detail}',
  },
  undecided: {
    en: 'That did not work at this moment. Say yes to try again; it is never done twice.',
    'hi-Latn': 'Abhi yeh nahi ho paya. Dobara koshish ke liye "haan" kahiye; yeh kabhi do baar nahi hota.',
    hi: 'अभी यह नहीं हो पाया। दोबारा कोशिश के लिए "हाँ" कहिए; यह कभी दो बार नहीं होता।',
  },
});

export const caseStatusNames = new Responses({
  open: { en: 'open', 'hi-Latn': 'khuli hai', hi: 'खुली है' },
  in_progress: { en: 'being worked on', 'hi-Latn': 'kaam chal raha hai', hi: 'काम चल रहा है' },
  waiting_for_customer: {
    en: 'waiting for an answer of yours',
    'hi-Latn': 'aapke jawab ka intezaar hai',
    hi: 'आपके जवाब का इंतज़ार है',
  },
  waiting_for_provider: {
    en: 'waiting for the professional',
    'hi-Latn': 'professional ka intezaar hai',
    hi: 'प्रोफ़ेशनल का इंतज़ार है',
  },
  waiting_for_parts: { en: 'waiting for parts', 'hi-Latn': 'parts ka intezaar hai', hi: 'पुर्ज़ों का इंतज़ार है' },
  resolved: { en: 'solved', 'hi-Latn': 'hal ho gayi', hi: 'हल हो गई' },
  closed: { en: 'closed', 'hi-Latn': 'band hai', hi: 'बंद है' },
  withdrawn: { en: 'withdrawn', 'hi-Latn': 'wapas li gayi', hi: 'वापस ली गई' },
  merged: {
    en: 'dealt with together with another one',
    'hi-Latn': 'ek aur complaint ke saath jodi gayi',
    hi: 'एक और शिकायत के साथ जोड़ी गई',
  },
});

type StatusKey = keyof typeof caseStatusNames.texts;

export function caseStatusNamed(status: string, reader: ResponseReader): string {
  return status in caseStatusNames.texts ? caseStatusNames.write(status as StatusKey, reader) : status;
}

/** `CP-4M8T2X (Nobody came: Plumber visit, BK-7F3K9Q)` */
export function caseNamed({ reference, subject }: CaseLabel): string {
  return `${reference} (${subject})`;
}

/** How it stands, since when, and by when it is to be solved. */
export function caseReply(complaint: ComplaintRead, reader: ResponseReader): string {
  const { reference, subject, createdAt, status, escalationLevel, dueAt, endedAt } = complaint;
  const due = dueAt && !endedAt ? caseResponses.write('due', reader, { at: dueAt }) : 'none';
  const named = { reference, subject, createdAt, status: caseStatusNamed(status, reader) };
  return caseResponses.write('one', reader, { ...named, level: endedAt ? 0 : escalationLevel, due });
}

/** The tool that each step is written by, and what the answer says was brought about. */
export const stepTools = {
  add: { tool: 'complaints.add_update', outcome: 'complaint_update' },
  escalate: { tool: 'complaints.escalate', outcome: 'complaint_escalation' },
  withdraw: { tool: 'complaints.withdraw', outcome: 'complaint_withdrawal' },
  reopen: { tool: 'complaints.reopen', outcome: 'complaint_reopening' },
} as const satisfies Record<WrittenStep, { tool: string; outcome: string }>;
