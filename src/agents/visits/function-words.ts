// The closed classes of words, English and Hindi in Latin letters: articles, pronouns, prepositions, auxiliaries, joining and asking words,
// numbers, and the light verbs that every Hindi sentence ends with. They stand in any message and name nothing.

const list = `
a an the this that these those it its he him his she her they them their we us our i me my mine you your u ur who whom whose which what
when where why how there here one ones two three all any some each every both other another same such none no not nor only just also too
very so than then as at by for from in into of off on onto out over to under up with without within about after before since until till
during between and or but if because though while is are was were be been being am do does did done doing have has had having will would
shall should can could may might must get got give want wants wanted please pls plz kindly thanks thank hi hello ok okay yes yeah now
ka ke ki ko se me mein main par pe tak aur ya lekin magar toh to bhi hi na nahi nahin nhi mat jo woh wo vo yeh ye is us isko usko iska uska
iski uski inko unko mera meri mere mujhe mujhko hum ham humara humari hamara hamari hamare apna apni apne aap aapka aapki tum kya kab kaun
kahan kaise kitna kitne kitni kyon kyun hai hain ho hoon hun tha thi the hoga hogi hua hui kar karo karna karke karein kare kardo kijiye
karwa karwana karwani karwao kiya do de dena dijiye dedo diya le lo lena lijiye raha rahi rahe gaya gayi gaye jaye jao jana aa aao aana aaye
aayega aayegi aaiye hi ek do dono teen sab sabhi sara sari sare koi kuch phir fir abhi bas wala wali wale vala vali vale chahiye chahie
rakh rakho rakhna chhod chhodkar chod chodkar baad pehle liye baje ghar
`;

/** By their sound is up to the caller. */
export const functionWords: readonly string[] = list.trim().split(/\s+/);
