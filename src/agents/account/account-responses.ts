// What the account agent says: what is held, and how each thing of it is changed. Plain words for what the routes of the account do
// (src/customers, src/auth, src/sessions, src/addresses): whoever changes those changes these.
import { Responses, type ResponseReader } from '../language/responses.js';

export const accountResponses = new Responses({
  overview: {
    en: 'This is what your account holds: name {name}, e-mail {email}, phone {phone}, {count, plural, =0 {no saved address} one {# saved address} other {# saved addresses}}. I change nothing of it in this chat. In your account you can change your name, e-mail, phone, language, picture, password and addresses, end log-ins, download your data, and close the account. Ask me about any of these, and I tell you how.',
    hi: 'आपके खाते में यह है: नाम {name}, ईमेल {email}, फ़ोन {phone}, {count, plural, =0 {कोई पता सहेजा नहीं है} other {सहेजे हुए पते: #}}। मैं इस चैट में इसमें कुछ नहीं बदलता। अपने खाते में आप नाम, ईमेल, फ़ोन, भाषा, तस्वीर, पासवर्ड और पते बदल सकते हैं, लॉग-इन खत्म कर सकते हैं, अपना डेटा डाउनलोड कर सकते हैं, और खाता बंद कर सकते हैं। इनमें से किसी के बारे में पूछिए, मैं तरीका बता दूँगा।',
    'hi-Latn':
      'Aapke account mein yeh hai: naam {name}, e-mail {email}, phone {phone}, {count, plural, =0 {koi address save nahi hai} other {save kiye hue address: #}}. Main is chat mein isme kuch nahi badalta. Apne account mein aap naam, e-mail, phone, bhasha, picture, password aur address badal sakte hain, log-in khatam kar sakte hain, apna data download kar sakte hain, aur account band kar sakte hain. Inme se kisi ke baare mein poochhiye, main tareeka bata dunga.',
  },
  phone: {
    en: 'Your phone number: {phone}. I cannot change it in this chat. In your account, edit your profile: another number takes your password, and is then verified with the code that we send to it. The code can be sent again there.',
    hi: 'आपका फ़ोन नंबर: {phone}। मैं इसे इस चैट में नहीं बदल सकता। अपने खाते में प्रोफ़ाइल बदलिए: दूसरे नंबर के लिए आपका पासवर्ड लगता है, फिर उस पर भेजे गए कोड से सत्यापन होता है। कोड वहीं से दोबारा मँगा सकते हैं।',
    'hi-Latn':
      'Aapka phone number: {phone}. Main ise is chat mein nahi badal sakta. Apne account mein profile badaliye: doosre number ke liye aapka password lagta hai, phir us par bheje gaye code se verify hota hai. Code wahin se dobara manga sakte hain.',
  },
  email: {
    en: 'Your e-mail address: {email}. I cannot change it in this chat. In your account, edit your profile: another address takes your password, and is then verified with the link that we mail to it. The link can be sent again there.',
    hi: 'आपका ईमेल: {email}। मैं इसे इस चैट में नहीं बदल सकता। अपने खाते में प्रोफ़ाइल बदलिए: दूसरे ईमेल के लिए आपका पासवर्ड लगता है, फिर उस पर भेजे गए लिंक से सत्यापन होता है। लिंक वहीं से दोबारा मँगा सकते हैं।',
    'hi-Latn':
      'Aapka e-mail: {email}. Main ise is chat mein nahi badal sakta. Apne account mein profile badaliye: doosre e-mail ke liye aapka password lagta hai, phir us par bheje gaye link se verify hota hai. Link wahin se dobara manga sakte hain.',
  },
  name: {
    en: 'Your name in the account: {name}. I cannot change it in this chat; you can, in the profile of your account.',
    hi: 'खाते में आपका नाम: {name}। मैं इसे इस चैट में नहीं बदल सकता; आप अपने खाते की प्रोफ़ाइल में बदल सकते हैं।',
    'hi-Latn':
      'Account mein aapka naam: {name}. Main ise is chat mein nahi badal sakta; aap apne account ki profile mein badal sakte hain.',
  },
  language: {
    en: 'Here you are answered in the language in which you write. Mails and messages come in English or Hindi; which of them, you choose in the profile of your account.',
    hi: 'यहाँ आपको उसी भाषा में जवाब मिलता है जिसमें आप लिखते हैं। मेल और संदेश अंग्रेज़ी या हिंदी में आते हैं; कौन-सी भाषा, यह आप अपने खाते की प्रोफ़ाइल में चुनते हैं।',
    'hi-Latn':
      'Yahan aapko usi bhasha mein jawab milta hai jisme aap likhte hain. Mail aur message English ya Hindi mein aate hain; kaun si bhasha, yeh aap apne account ki profile mein chunte hain.',
  },
  password: {
    en: 'I cannot see or change your password. In your account you change it with the current one, which signs you out everywhere else. If you have forgotten it, ask for a new one where you log in: a link comes to your e-mail {email}, or a code to your phone {phone}.',
    hi: 'मैं आपका पासवर्ड न देख सकता हूँ, न बदल सकता हूँ। अपने खाते में आप उसे मौजूदा पासवर्ड से बदलते हैं, और बाकी सब जगह से लॉग-आउट हो जाते हैं। भूल गए हों तो लॉग-इन की जगह पर नया माँगिए: लिंक आपके ईमेल {email} पर आता है, या कोड आपके फ़ोन {phone} पर।',
    'hi-Latn':
      'Main aapka password na dekh sakta hoon, na badal sakta hoon. Apne account mein aap use maujooda password se badalte hain, aur baaki sab jagah se log out ho jaate hain. Bhool gaye hon to log-in ki jagah par naya maangiye: link aapke e-mail {email} par aata hai, ya code aapke phone {phone} par.',
  },
  login: {
    en: 'You log in with your e-mail or phone number and your password; after too many wrong tries you have to wait a while. In your account you see where you are logged in, and can end any of these log-ins, or all. If you think that somebody else was in your account, change the password as well: that signs out all others. If you cannot remember it, ask for a new one where you log in.',
    hi: 'आप अपने ईमेल या फ़ोन नंबर और पासवर्ड से लॉग-इन करते हैं; बहुत बार गलत होने पर कुछ देर रुकना पड़ता है। अपने खाते में आप देख सकते हैं कि कहाँ-कहाँ लॉग-इन है, और कोई एक या सब खत्म कर सकते हैं। अगर लगता है कि कोई और आपके खाते में था, तो पासवर्ड भी बदलिए: इससे बाकी सब लॉग-आउट हो जाते हैं। पासवर्ड याद न हो तो लॉग-इन की जगह पर नया माँगिए।',
    'hi-Latn':
      'Aap apne e-mail ya phone number aur password se log in karte hain; bahut baar galat hone par kuch der rukna padta hai. Apne account mein aap dekh sakte hain ki kahan-kahan log-in hai, aur koi ek ya sab khatam kar sakte hain. Agar lagta hai ki koi aur aapke account mein tha, to password bhi badaliye: isse baaki sab log out ho jaate hain. Password yaad na ho to log-in ki jagah par naya maangiye.',
  },
  addresses: {
    en: '{count, plural, =0 {You have no saved address.} one {Your saved address: {lines}.} other {Your saved addresses: {lines}.}} In your account you can add, change and delete them, and choose the default. An address that you give for a booking is saved as well; bookings that are made keep theirs.',
    hi: '{count, plural, =0 {आपका कोई पता सहेजा नहीं है।} other {आपके सहेजे हुए पते: {lines}।}} अपने खाते में आप पते जोड़, बदल और हटा सकते हैं, और मुख्य पता चुन सकते हैं। बुकिंग के लिए दिया गया पता भी सहेजा जाता है; हो चुकी बुकिंग का पता वही रहता है।',
    'hi-Latn':
      '{count, plural, =0 {Aapka koi address save nahi hai.} other {Aapke save kiye hue address: {lines}.}} Apne account mein aap address jod, badal aur hata sakte hain, aur default chun sakte hain. Booking ke liye diya gaya address bhi save hota hai; ho chuki booking ka address wahi rehta hai.',
  },
  data: {
    en: 'In your account you can download everything that we hold about you as one file. What we hold is erased when you close the account, after a waiting time.',
    hi: 'अपने खाते में आप वह सब एक फ़ाइल में डाउनलोड कर सकते हैं जो हमारे पास आपके बारे में है। खाता बंद करने पर, कुछ समय बाद, वह मिटा दिया जाता है।',
    'hi-Latn':
      'Apne account mein aap woh sab ek file mein download kar sakte hain jo hamare paas aapke baare mein hai. Account band karne par, kuch samay baad, woh mita diya jaata hai.',
  },
  closing: {
    en: 'I cannot close your account in this chat. In your account you close it yourself, with your password; not while visits are still to come. You are then signed out everywhere, and what is personal is erased some weeks later. Until then you can open it again: ask for a new password where you log in.',
    hi: 'मैं इस चैट में आपका खाता बंद नहीं कर सकता। अपने खाते में आप उसे पासवर्ड देकर खुद बंद करते हैं; जब तक कोई विज़िट बाकी है, तब तक नहीं। फिर आप सब जगह से लॉग-आउट हो जाते हैं, और निजी जानकारी कुछ हफ़्तों बाद मिटा दी जाती है। तब तक आप उसे फिर खोल सकते हैं: लॉग-इन की जगह पर नया पासवर्ड माँगिए।',
    'hi-Latn':
      'Main is chat mein aapka account band nahi kar sakta. Apne account mein aap use password dekar khud band karte hain; jab tak koi visit baaki hai, tab tak nahi. Phir aap sab jagah se log out ho jaate hain, aur niji jaankari kuch hafton baad mita di jaati hai. Tab tak aap use phir khol sakte hain: log-in ki jagah par naya password maangiye.',
  },
  verified: { en: '{contact} (verified)', hi: '{contact} (सत्यापित)', 'hi-Latn': '{contact} (verified)' },
  unverified: {
    en: '{contact} (not verified yet)',
    hi: '{contact} (अभी सत्यापित नहीं)',
    'hi-Latn': '{contact} (abhi verified nahi)',
  },
  none: { en: 'none', hi: 'कोई नहीं', 'hi-Latn': 'koi nahi' },
  defaultAddress: { en: '{line} (default)', hi: '{line} (मुख्य)', 'hi-Latn': '{line} (default)' },
});

/** `+91 ••••• 1234 (verified)` @param contact masked; null where there is none */
export function contactNamed(contact: string | null, isVerified: boolean, reader: ResponseReader): string {
  if (contact === null) return accountResponses.write('none', reader);
  return accountResponses.write(isVerified ? 'verified' : 'unverified', reader, { contact });
}
