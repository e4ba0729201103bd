// Which matter of the account a message is about, where it names a single one. It chooses a paragraph to show and nothing else: that the
// message is about the account at all has been learned, and whoever is not singled out reads the overview.

const accountTopics = [
  'closing',
  'data',
  'password',
  'login',
  'addresses',
  'language',
  'name',
  'email',
  'phone',
] as const;
type AccountTopic = (typeof accountTopics)[number];

/** The words for each, as parts between letters: "number" is the telephone's, as nothing else of an account has one. */
const topicWords: Readonly<Record<AccountTopic, string>> = {
  closing:
    '(?:delete|close|closing|deactivate|remove|erase)(?: my| the| this)? account|account (?:\\S+ ){0,2}(?:delete|close|deactivate|band|hatao|hatana|hata)|(?:खाता|अकाउंट|अकाउन्ट) (?:\\S+ ){0,2}(?:बंद|डिलीट|हटा\\S*)',
  data: 'my data|personal data|copy of (?:my|the) data|data (?:export|download)|export|download|mera data|मेरा डेटा|डेटा|डाटा',
  password: 'password|passwords|passcode|पासवर्ड',
  login:
    'log ?in|log ?out|logged|logging|login|logout|sign ?in|sign ?out|signed|devices?|hacked|locked|blocked|लॉग ?इन|लॉग ?आउट|लॉगिन|लॉगआउट',
  addresses: '(?<!mail )address(?:es)?|pata|पता|पते|एड्रेस',
  language: 'language|bhasha|भाषा',
  name: 'name|surname|naam|नाम',
  email: 'e-?mail|e-?mails|mail|mails|email id|mail id|ईमेल|ई-मेल|मेल',
  phone: 'phone|phones|mobile|number|numbers|sim|फ\\u093c?ोन|मोबाइल|नंबर|नम्बर',
};

const patterns = accountTopics.map((topic) => ({
  topic,
  pattern: new RegExp(`(?<![\\p{L}\\p{M}])(?:${topicWords[topic]})(?![\\p{L}\\p{M}])`, 'iu'),
}));

/** Named beside these, an address or number is only where the link or the code goes. */
const reachedBy: readonly AccountTopic[] = ['email', 'phone'];

/** The single matter that `text` names; null where it names none, or several. */
export function accountTopicIn(text: string): AccountTopic | null {
  const named = patterns
    .filter(({ pattern }) => pattern.test(text.normalize('NFC')))
    .map(({ topic }) => topic);
  const own = named.filter((topic) => !reachedBy.includes(topic));
  const [topic, ...more] = own.length > 0 ? own : named;
  return topic && more.length === 0 ? topic : null;
}
