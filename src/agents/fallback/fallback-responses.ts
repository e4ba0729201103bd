// What the fallback agent says.
import { Responses } from '../language/responses.js';

export const fallbackResponses = new Responses({
  whatWeDo: {
    en: 'Tell me what is wrong at home or what you need, for example "AC not cooling", "kitchen sink leaking" or "price of sofa cleaning". I find a time, show you the price, and book only when you say yes.',
    'hi-Latn':
      'Bataiye ghar mein kya kharab hai ya kya kaam karwana hai, jaise "AC thanda nahi kar raha", "kitchen ka sink leak ho raha hai" ya "sofa cleaning ka price". Hum time dekhte hain, price batate hain, aur aapke haan kehne par hi book karte hain.',
    hi: 'बताइए घर में क्या ख़राब है या क्या काम करवाना है, जैसे "एसी ठंडा नहीं कर रहा", "किचन का सिंक लीक हो रहा है" या "सोफ़ा क्लीनिंग का दाम"। हम समय देखते हैं, दाम बताते हैं, और आपके हाँ कहने पर ही बुक करते हैं।',
  },
  hello: { en: 'Hello!', 'hi-Latn': 'Namaste!', hi: 'नमस्ते!' },
  thanks: {
    en: 'You are welcome.',
    'hi-Latn': 'Aapki madad karke achha laga.',
    hi: 'आपकी मदद करके अच्छा लगा।',
  },
  goodbye: {
    en: 'Goodbye. This conversation stays here if you need it again.',
    'hi-Latn': 'Namaste. Yeh baatcheet yahin rahegi, jab bhi phir zaroorat ho.',
    hi: 'नमस्ते। यह बातचीत यहीं रहेगी, जब भी फिर ज़रूरत हो।',
  },
  talkToHuman: {
    en: 'I cannot hand over to a person in this chat yet; what you wrote is kept with this conversation. If you like, a colleague calls you: say "call me back".',
    'hi-Latn':
      'Is chat mein abhi kisi vyakti se baat nahi karwayi ja sakti; aapne jo likha hai, woh is baatcheet ke saath rakha gaya hai. Chahein to hamare ek saathi aapko phone karenge: kahiye "mujhe call karo".',
    hi: 'इस चैट में अभी किसी व्यक्ति से बात नहीं करवाई जा सकती; आपने जो लिखा है, वह इस बातचीत के साथ रखा गया है। चाहें तो हमारे एक साथी आपको फ़ोन करेंगे: कहिए "मुझे कॉल करो"।',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया।',
  },
});
