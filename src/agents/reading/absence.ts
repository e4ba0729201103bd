// "I won't be home on Friday": tells why a visit cannot be, and not what shall become of it.

const absences =
  /(?<![\p{L}\p{M}])(?:(?:i|we|nobody|no one|noone)(?: will| shall|'ll)?(?: not be|'m not| am not| are not|'re not| won'?t be| wont be| will be| am going to be| am| are| is|'m|'re| be)? ?(?:not )?(?:at home|home|there|in town|in the city|around|available|out of (?:town|station|city)|away|travelling|traveling)|(?:i|we) (?:have to|need to|must|am|are|will be) (?:going|go|leave|leaving|travel)(?: out)?(?: of (?:town|station))?|ghar (?:par|pe|mein|me) (?:koi )?(?:nahi|nahin|nhi)|(?:main|mai|hum|koi) (?:\p{L}+ )?(?:ghar (?:par|pe) )?(?:nahi|nahin|nhi) (?:hoon|hu|hun|honge|hunga|hungi|rahunga|rahungi|rahenge|hoga|milega)|(?:bahar|out of station|shehar se bahar) (?:ja raha|ja rahi|ja rahe|jana|rahunga|rahungi|rahenge|hoon|hun|hu)|घर (?:पर|पे) (?:कोई )?नहीं|बाहर (?:जा|रह)\S*)(?![\p{L}\p{M}])/iu;
const denies = /n['’]?t|not|no(?:body|one| one)|nahi|nhi|नहीं|out of|away|travel|bahar|बाहर|station|leav|go/iu;
const decides =
  /(?<![\p{L}\p{M}])(?:cancel\p{L}*|cncl|reschedul\p{L}*|mov(?:e|ing)|shift\p{L}*|postpon\p{L}*|prepon\p{L}*|instead|another (?:day|time|date)|chang(?:e|ing)|badal\p{L}*|radd|rehne do|make it|come (?:on|at|later|another)|aa jao|aana|रद्द|बदल\S*|कैंसिल)(?![\p{L}\p{M}])/iu;

/** Whether somebody says that they are not there then, and neither that the visit shall be moved nor cancelled. */
export function tellsOnlyAbsence(text: string): boolean {
  const said = absences.exec(text)?.[0];
  return said !== undefined && denies.test(said) && !decides.test(text);
}
