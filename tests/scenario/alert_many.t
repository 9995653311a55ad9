# More people on duty than anybody thought of: each is asked once, and told
# once that she need not come; when none answers there is one alarm.
import people.csv "id,role,name,number,sex,villages,channels,pin\no0,officer,O0,081311120000,P,*,sms,\no1,officer,O1,081311120001,P,*,sms,\no2,officer,O2,081311120002,P,*,sms,\no3,officer,O3,081311120003,P,*,sms,\no4,officer,O4,081311120004,P,*,sms,\no5,officer,O5,081311120005,P,*,sms,\no6,officer,O6,081311120006,P,*,sms,\no7,officer,O7,081311120007,P,*,sms,\no8,officer,O8,081311120008,P,*,sms,\no9,officer,O9,081311120009,P,*,sms,\no10,officer,O10,081311120010,P,*,sms,\no11,officer,O11,081311120011,P,*,sms,\no12,officer,O12,081311120012,P,*,sms,\no13,officer,O13,081311120013,P,*,sms,\no14,officer,O14,081311120014,P,*,sms,\no15,officer,O15,081311120015,P,*,sms,\no16,officer,O16,081311120016,P,*,sms,\no17,officer,O17,081311120017,P,*,sms,\no18,officer,O18,081311120018,P,*,sms,\no19,officer,O19,081311120019,P,*,sms,\no20,officer,O20,081311120020,P,*,sms,\no21,officer,O21,081311120021,P,*,sms,\no22,officer,O22,081311120022,P,*,sms,\no23,officer,O23,081311120023,P,*,sms,\no24,officer,O24,081311120024,P,*,sms,\no25,officer,O25,081311120025,P,*,sms,\no26,officer,O26,081311120026,P,*,sms,\no27,officer,O27,081311120027,P,*,sms,\no28,officer,O28,081311120028,P,*,sms,\no29,officer,O29,081311120029,P,*,sms,\no30,officer,O30,081311120030,P,*,sms,\no31,officer,O31,081311120031,P,*,sms,\no32,officer,O32,081311120032,P,*,sms,\no33,officer,O33,081311120033,P,*,sms,\no34,officer,O34,081311120034,P,*,sms,\no35,officer,O35,081311120035,P,*,sms,\no36,officer,O36,081311120036,P,*,sms,\no37,officer,O37,081311120037,P,*,sms,\no38,officer,O38,081311120038,P,*,sms,\no39,officer,O39,081311120039,P,*,sms,\n" duty.csv "id,days,from,to,area\no0,*,00:00,24:00,*\no1,*,00:00,24:00,*\no2,*,00:00,24:00,*\no3,*,00:00,24:00,*\no4,*,00:00,24:00,*\no5,*,00:00,24:00,*\no6,*,00:00,24:00,*\no7,*,00:00,24:00,*\no8,*,00:00,24:00,*\no9,*,00:00,24:00,*\no10,*,00:00,24:00,*\no11,*,00:00,24:00,*\no12,*,00:00,24:00,*\no13,*,00:00,24:00,*\no14,*,00:00,24:00,*\no15,*,00:00,24:00,*\no16,*,00:00,24:00,*\no17,*,00:00,24:00,*\no18,*,00:00,24:00,*\no19,*,00:00,24:00,*\no20,*,00:00,24:00,*\no21,*,00:00,24:00,*\no22,*,00:00,24:00,*\no23,*,00:00,24:00,*\no24,*,00:00,24:00,*\no25,*,00:00,24:00,*\no26,*,00:00,24:00,*\no27,*,00:00,24:00,*\no28,*,00:00,24:00,*\no29,*,00:00,24:00,*\no30,*,00:00,24:00,*\no31,*,00:00,24:00,*\no32,*,00:00,24:00,*\no33,*,00:00,24:00,*\no34,*,00:00,24:00,*\no35,*,00:00,24:00,*\no36,*,00:00,24:00,*\no37,*,00:00,24:00,*\no38,*,00:00,24:00,*\no39,*,00:00,24:00,*\n"
sms from +6281234567890 "9"
expect text R04 to +6281234567890
40 times expect text P01
forget
pass 299s
expect no text
pass 1s
expect no text
expect webhook gateway.alarm alarm=nobody_answers
pass 15m
40 times expect text P01
expect no text
sms from +6281311120039 "ok"
39 times expect text K03
expect no text
forget
