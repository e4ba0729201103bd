// The closed vocabulary of days, clocks and amounts: for each canonical word the ways people write it, in English with its chat
// spellings, and in Hindi in Latin letters (Devanagari is transliterated before). The rules are written on canonical words only.

export const ENGLISH_WORDS: Record<string, string> = {
  today: 'todays todya tday tody tdy 2day',
  tomorrow: '2moro 2morrow 2mrw 2mro tmrw tmr tmrrw tmw tom tomo tomm tomoro tomarow tommorow tomorow',
  yesterday: 'ystrday yday yest',
  tonight: '2nite 2night tonite tonyt',
  sunday: 'sun sundays',
  monday: 'mon mondays',
  tuesday: 'tue tues tuesdays',
  wednesday: 'wed weds wednesdays',
  thursday: 'thu thur thurs thursdays',
  friday: 'fri fridays',
  saturday: 'sat saturdays',
  january: 'jan',
  february: 'feb',
  march: 'mar',
  april: 'apr',
  may: '',
  june: 'jun',
  july: 'jul',
  august: 'aug',
  september: 'sep sept',
  october: 'oct',
  november: 'nov',
  december: 'dec',
  morning: 'mornings mrng mrning mornin morn',
  dawn: 'sunrise',
  noon: 'midday',
  afternoon: 'afternoons aftrnoon afternun aftn noontime',
  evening: 'evenings evng eve evnng evg',
  night: 'nite nyt',
  midnight: '',
  weekend: 'weekends wknd wkend weekand',
  minute: 'minutes min mins mint',
  hour: 'hours hr hrs',
  day: 'days',
  week: 'weeks wk wks',
  month: 'months mnth mth',
  year: 'years yr yrs',
  fortnight: 'fortnights',
  anytime: '',
  am: 'amm',
  pm: 'pmm',
  oclock: '',
  half: 'haf',
  around: 'about approx approximately aprox roughly arround arnd',
  between: 'betwn btw bw btwn',
  before: 'befor bfore b4',
  after: 'aftr aftter',
  until: 'till til upto untill',
  onwards: 'onward onwrds',
  later: 'hence',
  ago: 'back',
  this: 'ths current',
  next: 'nxt nex following',
  coming: 'upcoming cumng',
  last: 'previous',
  now: '',
  asap: 'immediately immediatly',
  date: 'dated',
  not: 'isnt dont doesnt wont cant cannot cnt couldnt wouldnt arent shouldnt',
  change: 'shift move reschedule postpone prepone changed moved rescheduled shifted reshedule',
  hundred: '',
  thousand: '',
  lakh: 'lac lakhs lacs',
  rupee: 'rupees rs inr bucks rup rps ruppees',
  please: 'pls plz plse pleas',
};

/** These are matched by sound as well: romanised Hindi has no fixed spelling. Some words are canonical here only. */
export const HINDI_WORDS: Record<string, string> = {
  today: 'aaj',
  kal: 'kal kl',
  parson: 'parson parso parsu paraso',
  tarson: 'tarson tarso narson narso',
  sunday: 'ravivar itvar etvar',
  monday: 'somvar somavar som',
  tuesday: 'mangalvar mangal manglvar',
  wednesday: 'budhvar budh budhavar',
  thursday: 'guruvar brihaspativar virvar brihaspatvar',
  friday: 'shukravar shukrvar sukravar shukr',
  saturday: 'shanivar sanivar shanichar shani',
  january: 'janvari janavri',
  february: 'farvari farvri faravri',
  march: 'march',
  june: 'jun',
  april: 'aprail',
  july: 'julai',
  august: 'agast',
  september: 'sitambar sitmbar',
  october: 'aktubar oktobar aktobar',
  november: 'navambar novembar',
  december: 'disambar disembar',
  morning: 'subah subha suba subeh sabah prabhat pratah pratahkal purvahn',
  dawn: 'savere sabere savera bhor tadke',
  noon: 'madhyahn madhyanh',
  afternoon: 'dopahar dopeher dophar dupahar dupehar duphar dopehar aprahn aparahn',
  evening: 'shaam saam saanjh sandhya sayan sayankal saayam',
  night: 'raat ratri',
  midnight: 'aadhiraat madhyaratri',
  minute: 'minat minton minaton',
  hour: 'ghanta ghante ghanton ghnte',
  day: 'din dino dinon divas divson divason',
  week: 'hafta hafte haftey hafto hafton saptah saptahon',
  month: 'mahina mahine mahino mahinon mah',
  year: 'saal saalo saalon varsh varshon baras',
  weekend: 'vikend saptahant',
  oclock: 'baje bajey bje baj baja bajkar bajay vaje bajke',
  sade: 'sade sadhe sadey',
  sava: 'sava',
  paune: 'paune pauney pone paun',
  dedh: 'dedh derh',
  dhai: 'dhai dhaee adhai arhai',
  half: 'aadha aadhe aadhi',
  fortnight: 'pakhvada pakhvade pakhvare',
  around: 'lagbhag takriban taqreeban kareeb kareeban aspas',
  between: 'beech',
  before: 'pehle pahle phle pehley pahale purv',
  baad: 'baad bad bd pashchat uprant',
  tak: 'tak',
  this: 'is iss',
  next: 'agla agle agli agley',
  coming: 'aanevala aanevale aanevali aane agami',
  last: 'pichla pichle pichhle pichhla',
  now: 'abhi',
  asap: 'turant turnt foran fauran',
  date: 'tarikh tareek tarik',
  nahi: 'nahi nahin nhi nai ni naa mat',
  jagah: 'jagah bajaye bajae badle',
  change: 'badal',
  hundred: 'sau sou',
  thousand: 'hazar hajar hjar',
  rupee: 'rupay rupaye rupaya rupiya rupe rupye rupaiye rupai rupaiya',
  ke: 'ke k kay',
  mein: 'mein me main mai men',
};

export const ENGLISH_NUMBERS: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30,
  forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
}; // prettier-ignore

/** Matched by sound too. "saath" (60) is left out: it is mostly "with". */
export const HINDI_NUMBERS: Record<string, number> = {
  ek: 1, do: 2, teen: 3, tin: 3, char: 4, panch: 5, chhe: 6, che: 6, cheh: 6, chhah: 6, chah: 6, saat: 7, aath: 8, nau: 9, das: 10, dus: 10,
  gyarah: 11, gyara: 11, barah: 12, bara: 12, terah: 13, chaudah: 14, chauda: 14, choudah: 14, pandrah: 15, pandra: 15, pandhrah: 15,
  solah: 16, satrah: 17, sattarah: 17, atharah: 18, athara: 18, unnis: 19, bis: 20, ikkis: 21, baees: 22, teis: 23, teyis: 23, chaubis: 24, choubis: 24, pachis: 25, pachchis: 25, chhabbis: 26, sattais: 27, satais: 27, atthais: 28,
  atthaees: 28, untis: 29, unatis: 29, tis: 30, ikattis: 31, iktis: 31, battis: 32, taintis: 33, tetis: 33, chauntis: 34, paintis: 35, chhattis: 36, saintis: 37,
  adtis: 38, untalis: 39, chalis: 40, iktalis: 41, bayalis: 42, taintalis: 43, chauvalis: 44, chavalis: 44, paintalis: 45,
  chhiyalis: 46, saintalis: 47, adtalis: 48, unchas: 49, pachas: 50, ikyavan: 51, bavan: 52, tirpan: 53, chauvan: 54, pachpan: 55,
  chhappan: 56, sattavan: 57, atthavan: 58, unsath: 59, iksath: 61, basath: 62, tirsath: 63, chaunsath: 64, painsath: 65,
  chhiyasath: 66, sadsath: 67, adsath: 68, unhattar: 69, sattar: 70, ikhattar: 71, bahattar: 72, tihattar: 73, chauhattar: 74,
  pachhattar: 75, chhihattar: 76, sathattar: 77, athhattar: 78, unasi: 79, assi: 80, ikyasi: 81, bayasi: 82, tirasi: 83, chaurasi: 84,
  pachasi: 85, chhiyasi: 86, sattasi: 87, atthasi: 88, navasi: 89, nabbe: 90, ikyanve: 91, ikyanbe: 91, banve: 92, banbe: 92,
  tiranve: 93, tiranbe: 93, chauranve: 94, chauranbe: 94, pachanve: 95, panchanbe: 95, chhiyanve: 96, chhiyanbe: 96, sattanve: 97,
  sattanbe: 97, atthanve: 98, atthanbe: 98, ninyanve: 99, ninyanbe: 99,
}; // prettier-ignore

/** Numbers only before a Hindi word for a time or a length ("tin baje"): elsewhere they are English words. */
export const NUMBERS_BEFORE_HINDI: ReadonlyMap<string, number> = new Map([
  ['tin', 3],
  ['sat', 7],
  ['bees', 20],
  ['tees', 30],
]);
export const COUNTED_TIMES_IN_HINDI = wordsOf(
  'baje bje minute minat din dino dinon ghante ghanton hafte hafton mahine mahinon saal tarikh tareekh tareek',
);

/** Small words that Devanagari writes with a long vowel, as they are typed in Latin letters. */
export const PARTICLES: ReadonlyMap<string, string> = new Map([
  ['kaa', 'ka'],
  ['yaa', 'ya'],
  ['vaalaa', 'vala'],
  ['vaale', 'vale'],
  ['vaali', 'vali'],
  ['kuchh', 'kuch'],
]);

export const ORDINAL_WORDS = (
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth ' +
  'sixteenth seventeenth eighteenth nineteenth twentieth'
).split(' ');

/** "pehle" is left out: it is mostly "before". */
export const HINDI_ORDINALS: Record<number, string> = {
  1: 'pehla pehli pahla pahli pahlaa pehlaa', 2: 'dusra dusre dusri doosra doosre doosri dusraa', 3: 'tisra tisre tisri teesra teesre teesri tisraa',
  4: 'chautha chauthe chauthi chauthaa', 6: 'chhatha chhathe chhathi chhata',
}; // prettier-ignore

export const WEEKDAY_WORDS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const MONTH_WORDS =
  'january february march april may june july august september october november december'.split(' ');

/** Long words that are mistyped a lot and resemble few others; only these are matched with slips. */
export const FORGIVING_WORDS = (
  'tomorrow yesterday tonight weekend morning afternoon evening midnight ' +
  `${WEEKDAY_WORDS.join(' ')} january february august september october november december ` +
  'ravivar somvar mangalvar budhvar guruvar shukravar shanivar dopahar'
).split(' ');

/** English words that sound like a Hindi one once long vowels are folded. */
export const NOT_HINDI = wordsOf('rat sam tin bin to too bees tees been dean deal book aam mann dash sat');

/** Small words and the verbs of asking: what may follow a clock time or a date without turning it into a count of things. */
export const PLAIN_WORDS = wordsOf(`
  a an and any are all at aur baje be bhi but by can chahiye chahie chaiye chaahie chalega could de did do does done ek else fine for
  from ga ge get give good had hai hain has have he her hi him his ho hoga how i if in instead it its itself im ji just kar karo karna
  karwana karvana ka ki ko koi kr krna kya lekin let lets ma magar make maybe mera mere meri mean mujhe my na need no of off ok okay on
  only or our par pe perhaps possible ready rahega say se send sharp she should so some someone sorry suits sure take thanks thank that
  the theek them then there they thik to too up us use vala vale wala wale wali want was we were what when where which while who will
  with work works would wud ya yaa yes yeah yep you your bhej bhejo bhejna bhejiye aana ana aao aaye aa aayega aayenge aata better best
  dekha dekhe dekhi dekho pooja puja poora poore poori pura pure puri kachi kachcha
  ideal great perfect suit final confirm book come coming call called earlier extra total each per said meant sounds looks seems
  available free easy wait actually also asap please`);

/** Nouns that numbers count, besides English plurals. */
export const UNIT_WORDS = wordsOf(`
  bhk rk bedroom bathroom room kamra kamre log person people fan pankhe pankha ac tv ton litre liter ltr km kg sqft sq ft feet foot inch
  year saal yr star seater door point nos no pc pcs piece unit floor set ghar bai mistri minute hour day week month fortnight gb mm cm
  watt amp kva times baar percent hp`);

/** What Hindi "do" (two) may count; elsewhere it is the English verb. */
export const COUNTED_IN_HINDI = wordsOf(`
  bhk pankhe pankha kamre kamra log ghar bai mistri minute hour day week month darwaze darwaza khidki khidkiyan kursi kursiyan nal ton`);

/** Units of measure: the number before them is a size, a rating, a weight or a length, never how many things there are. */
export const MEASURE_UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ton: 'tons tonne tonnes tn', litre: 'litres liter liters ltr ltrs lt l', ml: '', star: 'stars', kg: 'kgs kilo kilos kilogram kilograms',
    gram: 'grams gm gms', inch: 'inches', watt: 'watts w', volt: 'volts v', amp: 'amps ampere amperes', hp: '', kva: '',
    mp: 'megapixel megapixels', gb: '', tb: '', foot: 'feet ft fts', metre: 'metres meter meters mtr mtrs', cm: '', mm: '',
    km: 'kms kilometer kilometre', sqft: 'sft', bhk: '', rk: '', time: 'times baar', percent: '', year: 'years yr yrs saal sal varsh',
    month: '', week: '', day: '', hour: '', minute: '', second: 'seconds sec secs',
  }).flatMap(([unit, spellings]) => [unit, ...spellings.split(' ')].filter(Boolean).map((each) => [each, unit])),
); // prettier-ignore

/** Words before and after the numbers of a postal address. */
export const ADDRESS_HEADS = wordsOf(`
  flat house plot door shop room villa apartment apt unit sector phase block gali ward no number num h hno street road floor tower wing
  makan ghar building bldg gate lane stage line pocket pkt office kothi`);
export const ADDRESS_TAILS = wordsOf(`
  cross main road rd street st nagar layout block sector phase stage floor lane gali marg colony apartments apartment society tower wing
  bazar market enclave vihar chowk puram pur halli extension extn stop flr`);

/** A set of the words in a list. */
export function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
