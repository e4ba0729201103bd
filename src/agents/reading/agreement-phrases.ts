// The words of a plain answer, one phrase between two bars. Latin letters cover English and Hindi as it is typed; the other scripts
// stand beside them. A phrase belongs here only if, alone, it cannot mean anything else: "it's fine" may as well turn an offer down,
// "accha" and "got it" say that something was heard.

/** Agrees to what was asked. */
export const yesPhrases = `
yes | yess | ys | yeah | yea | yep | yup | yah | ya | yas | y | oh yes | ok | okay | okey | okie | oki | k | kk | okey dokey | sure | sure thing | oh sure | for sure |
surely | of course | absolutely | definitely | certainly | indeed | affirmative | aye | agreed | accepted | approved | confirmed | correct |
perfect | exactly | alright | all right | fine | done | deal | done deal | by all means |
that is correct | thats correct | that is right | thats right | i agree | i accept | i confirm | i do confirm | i am ok with that |
i am okay with that | im ok with that | im okay with that | im fine with that | i am fine with that | that is fine | thats fine | that is ok |
thats ok | thats okay | that is okay | this is fine | this is ok | this is okay | fine with me | ok with me | okay with me | fine by me |
all good | all fine | good to go | that works | this works | works for me | that works for me | this works for me | it works for me |
that will work | that will do | thatll do | that suits me | this suits me | suits me | that is acceptable | that is acceptable to me | that is agreeable | thats agreeable | agreeable | this is agreeable | thats acceptable | thats fine with me | that is fine with me | that would be great |
that would be fine | that would be good | that would be perfect | thats the one | that is the one | all correct | everything is correct |
everything looks fine | everything is fine | im fine with it | i am fine with it | im ok with it | i am ok with it |
sounds good | sounds great | sounds fine | sounds ok | sounds okay | sounds perfect | sounds good to me | sounds fine to me |
looks good | looks fine | looks great | looks ok | looks okay | looks perfect | looks good to me | looks fine to me | sounds okay to me | seems good | seems fine |
confirm | confirm it | confirm this | confirm that | confirm now | confirm booking | confirm the booking | confirm my booking |
confirm this booking | confirm the visit | confirm the same | confirm same | conform | conform it | go ahead | go ahead with it | go ahead with this | go ahead with that |
go ahead with the booking | go ahead and book | go ahead and book it | go ahead and confirm | go for it | go on and book | carry on | move ahead |
proceed | proceed with it | proceed with this | proceed with that | proceed with booking | proceed with the booking | continue |
do it | do that | do so | do this | just do it | please do | do the booking | do book it | do book | book | book it | book this | book that |
book now | book it now | book it then | book it for me | book for me | book this one | book that one | book this slot | book that slot |
book the slot | book the visit | book this visit | book the appointment | book the same | just book it | just book | make the booking |
make booking | make the appointment | place the order | place the booking | place it | schedule it | lock it | lock it in | finalise it |
finalize it | finalise | finalize | freeze it | you can book | you can book it | you may book | you may book it | you can go ahead |
you may go ahead | you can proceed | you may proceed | we can go ahead | i want it | i want this | i want this one | i will take it |
ill take it | count me in | im in | lets do it | let us do it | lets do this | let us do this | lets do that | lets go | lets go ahead |
let us go ahead | lets go for it | lets go with it | lets go with that | lets go with this | lets book | lets book it | let us book |
let us book it | lets confirm | lets confirm it | lets finalise | lets finalise it | lets proceed | let us proceed |
yes that one | yes this one | yes go | yes come | yes please come | this one is fine | that one is fine | that time is fine | that time is good | that time works |
haan | haaan | haa | ha | han | hanji | haanji | ji haan | ji han | ji bilkul | bilkul | zaroor | zarur | jaroor | jarur | pakka |
theek hai | thik hai | theek h | thik h | tik hai | theek he | thik he | theek rahega | thik rahega | sahi hai | sahi h | sahi rahega |
sab theek hai | sab thik hai | sab sahi hai | chalega | chal jayega | manzoor | manzoor hai | manjoor | manjoor hai | mujhe manzoor hai |
kar do | kardo | kr do | krdo | karo | kar dijiye | kar dijie | kar dena | kar lo | kar lijiye | kar hi do | karwa do | karva do |
karwa dijiye | book kar do | book kardo | book kr do | book krdo | book karo | book kar dijiye | book kardijiye | book kar dena |
book kar lo | book kar lijiye | book karwa do | book hi kar do | booking kar do | booking kardo | booking karo | booking kar dijiye |
isko book kar do | ise book kar do | isse book kar do | ye book kar do | yeh book kar do | book karo isko | kar do phir | book kar do phir | phir kar do | haan wahi | yahi book kar do |
confirm kar do | confirm kardo | confirm kr do | confirm karo | confirm kar dijiye | booking confirm kar do | isi ko confirm karo |
pakka karo | pakka kar do | final kar do | final karo | final hai | final | final karte hain | lock kar do | done karo | done kar do | done hai | ok hai |
bhej do | bhej dijiye | bhejo | aage badho | aage badhiye | yahi kar do | yahi theek hai | yahi thik hai | yahi sahi hai | yahi chahiye |
wahi kar do | wahi theek hai | ho jaye | ho jaaye |
ye sahi hai | yeh sahi hai | ye theek hai | yeh theek hai | ye thik hai | yeh thik hai | ye chalega | yeh chalega | ye sahi rahega | yeh sahi rahega |
ab sahi hai | ab theek hai | ab thik hai | ab theek | ab thik | ab sahi | theek | thik | book kijiye | book kijie | book kijiyega | booking kijiye | confirm kijiye | confirm kijie | kijiye | kar dijiyega |
kar do na | kardo na | book kar do na | book kar dijiyega | pakka kijiye | bhejiye | bhej dijiyega | yahi rakho | yahi rakh do | isi ko book kar do | isi ko kar do |
हाँ | हा | हाँ जी | जी हाँ | हांजी | बिल्कुल | बिलकुल | ज़रूर | पक्का | ठीक है | ठीक | सही है | सब ठीक है | चलेगा | मंज़ूर है | मंज़ूर | कर दो | करो |
कर दीजिए | कर दीजिये | कर देना | कर लो | कर लीजिए | बुक करो | बुक कर दो | बुक कर दीजिए | बुक कर दीजिये | बुक कर देना | बुक कर लो | बुकिंग कर दो |
बुकिंग कर दीजिए | इसे बुक कर दो | कन्फर्म | कन्फर्म करो | कन्फर्म कर दो | कन्फ़र्म कर दीजिए | कंफर्म | कंफर्म करो | कंफर्म कर दो | कंफर्म कर दीजिए | पक्का करो | पक्का कर दो | भेज दो |
भेज दीजिए | बुक कीजिए | बुक कीजिये | बुकिंग कीजिए | कीजिए | कर दीजिएगा | बुक कर दीजिएगा | भेजिए | यह सही है | ये सही है | यह ठीक है | ये ठीक है | अब सही है | अब ठीक है | यही सही है | आगे बढ़ो | आगे बढ़िए | यही ठीक है | यही चाहिए | हो जाए | ओके | यस | हो | होय | हो चालेल | चालेल | ठीक आहे | करा | बुक करा | नक्की |
ஆமாம் | ஆமா | ஆம் | சரி | ஓகே | aamaam | aamam | amaam | aama | sari | seri | அவசியம் | బుక్ చేయండి | అవును | సరే | ఓకే | avunu | avnu | sare |
ಹೌದು | ಸರಿ | ಆಯ್ತು | ಓಕೆ | houdu | haudu | haudhu | aytu | ayithu | അതെ | ശരി | ഓക്കേ | athe | sheri |
হ্যাঁ | হ্যা | হাঁ | ঠিক আছে | ঠিক আছে জি | অবশ্যই | hyan | haan thik ache | thik ache | thik aache | હા | હા જી | બરાબર | બરાબર છે | ઠીક છે | barabar | barabar che |
ਹਾਂ | ਹਾਂ ਜੀ | ਠੀਕ ਹੈ | ਠੀਕ ਆ | ହଁ | ଠିକ ଅଛି | ہاں | جی ہاں | ٹھیک ہے | theek aahe | thik aahe | hoy | chalel |
👍 | 👌 | ✅ | ✔ | ☑ | 🆗`;

/** Polite, or praise: may stand beside any of these and says nothing alone. */
export const courtesyPhrases = `
please | pls | plz | plss | pleas | pleease | kindly | thanks | thank you | thank u | thankyou | thx | ty | thanks a lot | many thanks |
thank you so much | thank you very much | thanks so much | thanks in advance | sir | madam | mam | maam | bro | dear |
boss | then | just | great | good | very good | nice | cool | super | excellent | awesome | wonderful | lovely | fantastic |
no problem | no problems | no issue | no issues | no objection | no worries | why not | that is great | thats great | thats good |
ab | ab to | phir | to phir | toh | da | beta | beti | didi | uncle | aunty | anna | akka | god bless | god bless you | bless you |
ji | जी | ਜੀ | جی | bhai | bhaiya | bhaiyya | bhaisahab | yaar | ji please | kripya | shukriya | dhanyavad | dhanyawad | dhanyavaad | accha | acha | achha |
achcha | accha ji | chalo | badhiya | badhiya hai | bahut badhiya | bahut accha | mast | koi dikkat nahi | koi problem nahi | koi issue nahi |
अब | तो | फिर | बेटा | बेटी | दीदी | अंकल | आंटी | कृपया | प्लीज़ | प्लीज | धन्यवाद | शुक्रिया | थैंक यू | थैंक्यू | भाई | भैया | सर | मैडम | अच्छा | चलो | बढ़िया | बहुत बढ़िया | बहुत अच्छा | कोई दिक्कत नहीं |
நன்றி | nandri | ధన్యవాదాలు | ಧನ್ಯವಾದ | ಧನ್ಯವಾದಗಳು | നന്ദി | ধন্যবাদ | આભાર | ਧੰਨਵਾਦ | شکریہ | 🙏 | :) | 🙂 | 😊 | ☺ | 😀 | 😃`;

/** Turns down what was asked, and nothing more. */
export const noPhrases = `
no | nope | nah | naah | n | noo | no no | not now | not yet | not today | not this | not this one | dont book | dont book it | do not book |
do not book it | dont do it | do not do it | dont confirm | dont confirm it | do not confirm | dont proceed | do not proceed | no dont |
not interested | never | wrong | incorrect | nahi | nahin | nahee | nai | nhi | naa | nahi ji | ji nahi | nahi nahi | abhi nahi | abhi nhi |
aaj nahi | nahi chahiye | nhi chahiye | nahi karna | mat karo | mat kijiye | mat karna | book mat karo | book mat karna |
confirm mat karo | bilkul nahi | नहीं | ना | जी नहीं | नहीं जी | मत करो | अभी नहीं | नहीं चाहिए | नहीं करना | बुक मत करो | बिल्कुल नहीं | नको | नाही |
இல்லை | வேண்டாம் | illai | vendam | venda | వద్దు | కాదు | లేదు | vaddu | ಬೇಡ | ಇಲ್ಲ | beda | വേണ്ട | ഇല്ല | না | ના | ਨਹੀਂ | ਨਾ | نہیں | 👎 | ❌`;

/** Drops what is being arranged. */
export const stopPhrases = `
cancel | cancel it | cancel this | cancel that | cancel now | cancel all | cancel everything | cancel booking | cancel the booking |
cancel my booking | cancel this booking | cancel that booking | cancel the request | cancel my request | cancel this request |
cancel the order | cancel order | cancel the visit | cancel the appointment | cancellation | cancel karo | cancel kar do | cancel kardo |
cancel kr do | cancel krdo | cancel kar dijiye | cancel karna hai | isko cancel karo | isko cancel kar do | booking cancel karo |
booking cancel kar do | radd karo | radd kar do | stop | stop it | stop this | stop booking | stop the booking | forget it | forget about it |
forget this | forget that | just forget it | never mind | nevermind | nvm | leave it | leave it then | let it be | drop it | drop this |
drop that | drop the booking | abort | abort it | quit | exit | skip it | call it off | scrap it | rehne do | rahne do | rehne dijiye |
rahne dijiye | rehne de | rehene do | chhodo | chodo | chhod do | chod do | chhodiye | jane do | jaane do | band karo | mat bhejo |
रद्द | रद्द करो | रद्द कर दो | रद्द कर दीजिए | कैंसिल | कैंसिल करो | कैंसिल कर दो | कैंसल | कैंसल करो | कैंसल कर दो | कैन्सल करो | कैंसिल कर दीजिए | रहने दो | रहने दीजिए | छोड़ो | छोड़ दो |
छोड़िए | जाने दो | बंद करो | मत भेजो | 🛑 | 🚫`;

/** Asks for a moment: nothing is decided. */
export const waitPhrases = `
wait | please wait | wait please | wait a minute | wait a moment | wait a sec | wait a second | one minute | one moment | one sec | one second |
a minute | a moment | just a minute | just a moment | just a sec | just a second | give me a minute | give me a moment | give me a sec | 1 minute | 1 min |
one min | hold on | hang on | let me think | let me think about it | let me think it over | let me check | let me see | let me ask | i need to think | i need to think about it | we will think | we will think about it | let me decide | let me get back | let me get back to you | i will get back | i will get back to you | i will let you know | will let you know | i will think | i will think about it | ill think about it |
i have to think | not so fast | ruko | rukiye | ruk jao | zara ruko | thoda ruko | ek minute | ek min | ek second | ek sec | sochta hoon |
sochta hun | sochti hoon | sochti hun | sochte hain | sochenge | soch ke batata hoon | soch ke batati hoon | soch kar batata hoon | dekhte hain | dekhta hoon |
रुको | रुकिए | रुक जाओ | एक मिनट | सोचता हूँ | सोचती हूँ | सोचते हैं | देखते हैं`;
