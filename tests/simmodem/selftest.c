/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drives a simmodem over its pty and its control socket: one table a
 * subject, one step a check.  `selftest PATH/simmodem`; the last line
 * is `N passed, N failed`.  Long, but two thirds of it are tables.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 2000
#define SILENCE_MS  60
#define BIG         (1u << 16)

enum act {
	CTL, /* send a request; the answer holds what is expected */
	ASK, /* send a request, leave its answer for ANSWER */
	ANSWER,
	AT,     /* send a line; what comes holds what is expected */
	RAW,    /* the same without the CR */
	HEAR,   /* send nothing */
	NOT,    /* send a line; up to OK or ERROR it does not come */
	SILENT, /* send a line; nothing but its echo comes */
	OPEN,
	CLOSE,
	HANGUP,  /* the tty goes away */
	BLOCKED, /* writing to the tty does not go on */
	EXISTS,  /* the file in the test's directory */
	GONE,
	BRIDGE, /* start simmodem --attach: AT, HEAR go over it */
	UNBRIDGE
};

struct step {
	enum act act;
	const char *send;
	const char *expect; /* several parts between '|' */
};

struct world {
	const char *program;
	char dir[64];
	pid_t daemon, bridge, application;
	int control;
	int in, out; /* the AT line: both the tty, or the bridge's pipes */
	char heard[BIG];
	size_t heard_n;
	unsigned passed, failed;
};

#define SMS(rest) "{\"cmd\":\"sms\",\"from\":\"+628123456789\"," rest "}"
/* "hellohello" to +46708251358 for four days: not of our making. */
#define HELLO "0011000B916407281553F80000AA0AE8329BFD4697D9EC37"
/* The same with a status report asked for. */
#define HELLO_SRR "0031000B916407281553F80000AA0AE8329BFD4697D9EC37"
#define CTRL_Z    "\x1a"
#define ESC       "\x1b"

static const struct step basics[] = {
    {EXISTS, "tty", NULL},
    {EXISTS, "tty.sock", NULL},
    {OPEN, "tty", NULL},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"attached\"}", "\"ok\":true"},
    {RAW, ESC "\r", "\r"},
    {AT, "AT", "AT\r\r\nOK\r\n"},
    {AT, "ATE0", "OK"},
    {NOT, "AT", "AT"},
    {AT, "ATE1", "OK"},
    {AT, "at+csq", "+CSQ: 20,99|OK"},
    {AT, "AT+FOO", "\r\nERROR\r\n"},
    {AT, "AT+CMEE=1", "OK"},
    {AT, "AT+FOO", "+CME ERROR: 100"},
    {AT, "AT+MODE=2", "ERROR"},
    {AT, "AT+CSCS=?", "\"UCS2\""},
    {AT, "AT+CSCS=\"UCS2\"", "OK"},
    {AT, "AT+CSCA?", "\"002B00360032"},
    {AT, "AT+CSCS=\"GSM\"", "OK"},
    {AT, "AT+CSCA?", "\"+62811000000\",145"},
    {AT, "AT+CGMM", "SIMMODEM"},
    {AT, "AT+CGSN", "356938035643809"},
    {AT, "AT+CIMI", "510101234567890"},
    {AT, "AT+CPIN?", "+CPIN: READY"},
    {AT, "AT+CREG?", "+CREG: 0,1"},
    {AT, "AT+COPS?", "\"51010\""},
    {AT, "AT+CPMS?", "+CPMS: \"SM\",0,50"},
    {AT, "AT+CPMS=\"SM\",\"SM\"", "+CPMS: 0,50,0,50"},
    {AT, "AT+CPMS=\"XX\"", "+CMS ERROR: 302"},
    {AT, "AT+CMGF=0", "OK"},
    {AT, "AT+CMGW=10", "+CMS ERROR: 302"},
    {AT, "AT+CNMI=?", "(0-2),(0-2),(0,2),(0-2),(0,1)"},
    {AT, "AT+CNMI=2,1,0,2,0", "OK"},
    {AT, "AT+CNMI?", "+CNMI: 2,1,0,2,0"},
    {RAW, "AT+CS" ESC "AT+CBC\r", "+CBC: 1,100"},
    {RAW, "AT+CSX\bQ\r", "+CSQ: 20"},
    {RAW, "junkAT+CSQ\r", "+CSQ: 20"},
};

static const struct step receiving[] = {
    {CTL, SMS("\"text\":\"Halo\",\"scts\":0,\"tz\":0"),
	"07912618010000F0040C91261832547698000007101000000000"
	"04C830FB0D"},
    {HEAR, NULL, "\r\n+CMTI: \"SM\",1\r\n"},
    {AT, "AT+CMGL=0", "+CMGL: 1,0,,23\r\n0791"},
    {AT, "AT+CMGR=1", "+CMGR: 1,,23\r\n0791"},
    {AT, "AT+CMGR=2", "+CMS ERROR: 321"},
    {CTL, "{\"cmd\":\"sim\"}", "\"used\":1|\"text\":\"Halo\""},
    {CTL, "{\"cmd\":\"resend\",\"last\":true}", "\"seq\":[2]"},
    {HEAR, NULL, "+CMTI: \"SM\",2"},
    {AT, "AT+CMGD=1", "OK"},
    {AT, "AT+CMGD=2", "OK"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"sim_empty\"}", "\"ok\":true"},
    /* A published PDU: +31641600986 says "How are you?". */
    {CTL, "{\"cmd\":\"set\",\"smsc\":\"+31624000000\"}", "\"ok\":true"},
    {CTL,
	"{\"cmd\":\"sms\",\"from\":\"+31641600986\",\"text\":\"How are "
	"you?\",\"scts\":1030390661,\"tz\":0}",
	"07911326040000F0040B911346610089F6000020806291731400"
	"0CC8F71D14969741F977FD07"},
    {CTL, "{\"cmd\":\"set\",\"smsc\":\"+62811000000\"}", "\"ok\":true"},
    {CTL,
	"{\"cmd\":\"sms\",\"from\":\"INFO\",\"alpha\":true,\"text\":"
	"\"\xe2\x82\xac\",\"class\":0,\"pid\":65,\"scts\":0,\"tz\":-4}",
	"0407D049A7F109411096211332000048029B32"},
    {CTL, SMS("\"text\":\"x\",\"dcs\":32,\"scts\":0"),
	"547698002007101070000082"},
    {CTL, SMS("\"text\":\"\xe6\x97\xa5\",\"coding\":\"gsm7\""), "does not fit"},
    {CTL, SMS("\"text\":\"x\",\"sctss\":1"), "unknown key sctss"},
    {CTL, "{\"cmd\":\"sms\",\"text\":\"x\"}", "\"ok\":false"},
    {CTL, "{\"cmd\":\"pdu\",\"hex\":\"00ZZ\",\"length\":7}", "\"ok\":true"},
    {AT, "AT+CMGL=4", ",7\r\n00ZZ\r\n|OK"},
    {AT, "AT+CMGF=1", "OK"},
    {AT, "AT+CMGL=\"ALL\"", "\"REC READ\",\"+31641600986\"|How are you?"},
    {AT, "AT+CMGF=0", "OK"},
    {AT, "AT+CMGD=1,4", "OK"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"sim_empty\"}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"received\",\"since\":1}", "\"cmti_ms\":"},
};

/* 68 two-octet characters: a part of 67 and one of 1. */
#define TEN_UCS2                                                               \
	"\xc3\xb1\xc3\xb1\xc3\xb1\xc3\xb1\xc3\xb1\xe2\x82\xac"                 \
	"\xc3\xb1\xc3\xb1\xc3\xb1\xc4\x81"
#define LONG_UCS2                                                              \
	TEN_UCS2 TEN_UCS2 TEN_UCS2 TEN_UCS2 TEN_UCS2 TEN_UCS2 TEN_UCS2 TEN_UCS2

static const struct step parts[] = {
    {CTL, SMS("\"text\":\"" LONG_UCS2 "\",\"ref\":7"),
	"\"parts\":2,\"ref\":7|8C050003070201"},
    {CTL,
	SMS("\"text\":\"" LONG_UCS2 "\",\"ref\":7,\"order\":[2,1],"
	    "\"drop\":[1],\"duplicate\":[2]"),
	"\"seq\":["},
    {CTL, "{\"cmd\":\"sim\"}", "\"used\":4"},
    {CTL, SMS("\"text\":\"" LONG_UCS2 "\",\"ref\":258,\"ref16\":true"),
	"06080401020201"},
    {AT, "AT+CMGD=0,4", "OK"},
};

static const struct step full[] = {
    {CTL, "{\"cmd\":\"set\",\"slots\":1}", "\"slots\":1"},
    {CTL, SMS("\"text\":\"satu\""), "\"ok\":true"},
    {CTL, SMS("\"text\":\"dua\""), "\"ok\":true"},
    {CTL, "{\"cmd\":\"sim\"}", "\"used\":1,\"slots\":1,\"waiting\":1"},
    {HEAR, NULL, "+CMTI: \"SM\",1"},
    {AT, "AT+CMGD=1", "OK|+CMTI: \"SM\",1"},
    {CTL, "{\"cmd\":\"sim\"}", "\"waiting\":0|\"text\":\"dua\""},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"delete_fail\",\"count\":1}",
	"\"ok\":true"},
    {AT, "AT+CMGD=1", "+CMS ERROR: 320"},
    {AT, "AT+CMGD=1", "OK"},
    {CTL, "{\"cmd\":\"set\",\"slots\":50}", "\"ok\":true"},
};

static const struct step sending[] = {
    {AT, "AT+CMGS=23", "\r\n> "},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"prompt\"}", "\"ok\":true"},
    {RAW, HELLO CTRL_Z, HELLO "\r\n+CMGS: 0\r\n\r\nOK\r\n"},
    {CTL, "{\"cmd\":\"inbox\",\"number\":\"+46708251358\"}",
	"\"text\":\"hellohello\",\"coding\":\"gsm7\"|"
	"\"validity_s\":345600,\"class\":-1,\"srr\":false,\"mr\":0"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, ESC, "OK"},
    {AT, "AT+CMGS=22", "> "},
    {RAW, HELLO CTRL_Z, "+CMS ERROR: 304"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, "garbage" CTRL_Z, "+CMS ERROR: 304"},
    /* UCS-2, class 0, a concatenation header: part 2 of 2 of ref 5. */
    {AT, "AT+CMGS=21", "> "},
    {RAW, "00510006812180430018AA0A05000305020200410042" CTRL_Z, "+CMGS: 1"},
    {CTL, "{\"cmd\":\"sent\",\"since\":1}",
	"\"number\":\"120834\",\"text\":\"AB\",\"coding\":\"ucs2\"|"
	"\"class\":0|\"udh\":\"050003050202\",\"ref\":5,\"part\":2"},
    {CTL,
	"{\"cmd\":\"fault\",\"kind\":\"cms_error\",\"code\":38,"
	"\"count\":1}",
	"\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, "+CMS ERROR: 38"},
    {CTL, "{\"cmd\":\"set\",\"registered\":false}", "\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, "+CMS ERROR: 331"},
    {CTL, "{\"cmd\":\"set\",\"registered\":true}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"sent\",\"count\":2}", "\"ok\":true"},
};

/* An URC may come while the network works, not into a typed line. */
static const struct step slow[] = {
    {CTL, "{\"cmd\":\"set\",\"send_delay_ms\":80}", "\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, HELLO},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"submitting\"}", "\"ok\":true"},
    {CTL, SMS("\"text\":\"x\""), "\"ok\":true"},
    {HEAR, NULL, "+CMTI: \"SM\",1\r\n\r\n+CMGS: 2"},
    {CTL, "{\"cmd\":\"set\",\"send_delay_ms\":0,\"step_delay_ms\":30}",
	"\"ok\":true"},
    {RAW, "AT+CS", "AT+CS"},
    {CTL, SMS("\"text\":\"y\""), "\"ok\":true"},
    {RAW, "Q\r", "+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CMTI: \"SM\",2"},
    {CTL, "{\"cmd\":\"set\",\"step_delay_ms\":0}", "\"ok\":true"},
    {AT, "AT+CMGD=0,4", "OK"},
};

static const struct step reports[] = {
    {CTL, "{\"cmd\":\"set\",\"report_delay_ms\":0,\"report_store\":\"SR\"}",
	"\"report\":\"auto\""},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO_SRR CTRL_Z, "+CMGS: 3|+CDSI: \"SR\",1"},
    {AT, "AT+CPMS=\"SR\"", "+CPMS: 1,20"},
    {AT, "AT+CMGR=1", "07912618010000F006030B916407281553F8"},
    {AT, "AT+CMGD=1", "OK"},
    {AT, "AT+CPMS=\"SM\"", "OK"},
    {AT, "AT+CNMI=2,1,0,1,0", "OK"},
    {CTL, "{\"cmd\":\"set\",\"report\":\"failed\"}", "\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO_SRR CTRL_Z, "+CMGS: 4|+CDS: 25\r\n0791|8241\r\n"},
    {CTL, "{\"cmd\":\"phone\",\"number\":\"+46708251358\",\"off\":true}",
	"\"off\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO_SRR CTRL_Z, "+CMGS: 5"},
    {CTL, "{\"cmd\":\"phone\",\"number\":\"+46708251358\",\"expire\":true}",
	"\"ok\":true"},
    {HEAR, NULL, "+CDS: 25\r\n0791|8246\r\n"},
    {CTL, "{\"cmd\":\"set\",\"report\":\"none\"}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"reports\",\"count\":3}", "\"ok\":true"},
    {CTL,
	"{\"cmd\":\"phone\",\"number\":\"+46708251358\",\"auto_reply\":"
	"\"echo\",\"max\":1}",
	"\"auto_reply\":\"echo\""},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, "+CMGS: 6|+CMTI: \"SM\",1"},
    {CTL, "{\"cmd\":\"sim\"}",
	"\"from\":\"+46708251358\",\"text\":\"hellohello\""},
    {AT, "AT+CMGD=1", "OK"},
    {AT, "AT+CNMI=2,2,0,2,0", "OK"},
    {CTL, SMS("\"text\":\"langsung\""), "\"ok\":true"},
    {HEAR, NULL, "+CMT: ,26\r\n0791"},
    {AT, "AT+CNMI=2,1,0,2,0", "OK"},
};

static const struct step calls[] = {
    {CTL, "{\"cmd\":\"set\",\"ring_ms\":20}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"call\",\"from\":\"+62811\",\"rings\":2}", "\"ok\":true"},
    {HEAR, NULL, "RING|RING|NO CARRIER"},
    {AT, "AT+CLIP=1", "OK"},
    {AT, "AT+CRC=1", "OK"},
    {CTL, "{\"cmd\":\"set\",\"ring_ms\":1000}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"call\",\"from\":\"+62811\"}", "\"ok\":true"},
    {HEAR, NULL, "+CRING: VOICE|+CLIP: \"+62811\",145"},
    {CTL, "{\"cmd\":\"call\",\"from\":\"+62812\"}", "busy"},
    {AT, "AT+CLCC", "+CLCC: 1,1,4,0,0,\"+62811\",145"},
    {AT, "AT+CHUP", "OK"},
    {CTL, "{\"cmd\":\"call\",\"withheld\":true}", "\"ok\":true"},
    {HEAR, NULL, "+CLIP: \"\",128"},
    {AT, "ATA", "OK"},
    {CTL, "{\"cmd\":\"hang_up\"}", "\"ok\":true"},
    {HEAR, NULL, "NO CARRIER"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"call_end\",\"count\":3}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"calls\"}",
	"rang out|hung up|\"answered\":true|caller hung up"},
};

static const struct step rings[] = {
    {CTL, "{\"cmd\":\"take_ring\",\"how\":\"answer\"}", "no phone rings"},
    {AT, "ATD+62811;", "OK"},
    {AT, "AT+CLCC", "+CLCC: 2,0,3,0,0,\"+62811\",145"},
    {AT, "ATD+62812;", "NO CARRIER"},
    {CTL, "{\"cmd\":\"take_ring\",\"how\":\"answer\"}", "\"ok\":true"},
    {AT, "AT+CLCC", "+CLCC: 2,0,0,0,0,"},
    {AT, "AT+CHUP", "OK"},
    {NOT, "AT+CLCC", "+CLCC: "},
    {AT, "ATDT0812;", "OK"},
    {CTL, "{\"cmd\":\"take_ring\",\"how\":\"reject\"}", "\"ok\":true"},
    {HEAR, NULL, "BUSY"},
    {AT, "ATD0813;", "OK"},
    {CTL, "{\"cmd\":\"take_ring\",\"how\":\"sing\"}", "how: answer"},
    {CTL, "{\"cmd\":\"take_ring\",\"how\":\"miss\"}", "\"ok\":true"},
    {HEAR, NULL, "NO ANSWER"},
    {CTL, "{\"cmd\":\"phone\",\"number\":\"0814\",\"off\":true}",
	"\"ok\":true"},
    {CTL, "{\"cmd\":\"set\",\"patience_ms\":100}", "\"ok\":true"},
    {AT, "ATD0814;", "OK"},
    {AT, "AT+CLCC", "+CLCC: 2,0,2,"},
    {HEAR, NULL, "NO CARRIER"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"ring_end\",\"count\":4}", "\"ok\":true"},
    {AT, "ATD0815", "NO CARRIER"},
    {CTL, "{\"cmd\":\"rings\"}", "hung up|rejected|no answer|lost"},
    {CTL, "{\"cmd\":\"rings\",\"number\":\"0813\",\"since\":2}",
	"\"rings\":[{\"seq\":3,\"to\":\"0813\""},
};

static const struct step ussd[] = {
    {CTL,
	"{\"cmd\":\"ussd_reply\",\"code\":\"*100#\",\"text\":\"1. "
	"Kuota\",\"status\":1}",
	"\"ok\":true"},
    {CTL, "{\"cmd\":\"ussd_reply\",\"text\":\"\xe6\x97\xa5\"}", "\"ok\":true"},
    {AT, "AT+CUSD=1,\"*100#\",15", "OK|+CUSD: 1,\"1. Kuota\",15"},
    {CTL, "{\"cmd\":\"ussd_dialled\"}", "[\"*100#\"],\"open\":true"},
    {AT, "AT+CSCS=\"UCS2\"", "OK"},
    {AT, "AT+CUSD=1,\"0031\",15", "OK|+CUSD: 0,\"65E5\",72"},
    {AT, "AT+CSCS=\"GSM\"", "OK"},
    {AT, "AT+CUSD=1,\"*9#\",15", "OK|+CUSD: 4\r\n"},
    {CTL, "{\"cmd\":\"ussd_push\",\"text\":\"Info\",\"status\":2}",
	"\"ok\":true"},
    {HEAR, NULL, "+CUSD: 2,\"Info\",15"},
    {AT, "ATD*100#;", "OK|+CUSD: 1"},
    {AT, "AT+CUSD=2", "OK"},
};

#define DIAL(text)                                                             \
	"{\"cmd\":\"ussd\",\"from\":\"+62811\",\"text\":\"" text "\"}"

/* What application() answers; the network's own words are the faults. */
static const struct step gateway[] = {
    {CTL, DIAL("*123#"), "\"text\":\"Info Desa\\n1 Jadwal\",\"more\":true"},
    {CTL, DIAL("1"), "\"text\":\"Terima kasih\",\"more\":false"},
    {CTL, DIAL("1"), "the session has ended"},
    {CTL, DIAL("*123*7*8#"), "\"text\":\"7%2A8\""},
    {CTL, DIAL("9 a"), "\"text\":\"7%2A8%2A9%20a\""},
    {CTL, "{\"cmd\":\"ussd_sessions\"}",
	"\"input\":\"7*8*9 a\",\"hops\":2|\"end\":null|"
	"\"input\":\"1\",\"hops\":2|\"end\":\"Success\""},
    {CTL, DIAL("*123#"), "\"more\":true"},
    {CTL, DIAL("2"), "\"text\":\"\",\"more\":false,\"fault\":\"the screen is"},
    {CTL, DIAL("*123*3#"), "answered with an error"},
    {CTL, DIAL("*123*4#"), "neither CON nor END"},
    {CTL, DIAL("*123*5#"), "characters that the phone lacks"},
    {CTL, DIAL("*1234#"), "nobody serves this code"},
    {CTL, DIAL("*123"), "nobody serves this code"},
    {CTL, DIAL("*123#"), "\"more\":true"},
    {CTL, "{\"cmd\":\"ussd_hang_up\",\"from\":\"+62811\"}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"ussd_hang_up\",\"from\":\"+62811\"}", "has ended"},
    {CTL,
	"{\"cmd\":\"ussd\",\"from\":\"+62811\",\"text\":\"1\",\"session\":"
	"\"x\"}",
	"no such session"},
    {CTL, "{\"cmd\":\"set\",\"ussd_ms\":50}", "\"ok\":true"},
    {CTL, DIAL("*123*6#"), "the session took too long"},
    {CTL, "{\"cmd\":\"set\",\"ussd_ms\":180000}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"ussd_told\",\"count\":8}",
	"\"ok\":true"},
    {CTL, "{\"cmd\":\"ussd_sessions\"}", "\"told\":202,\"end\":\"Incomplete\""},
};

static const struct step faults[] = {
    {CTL,
	"{\"cmd\":\"fault\",\"kind\":\"drop_reply\",\"prefix\":"
	"\"AT+CMGS\"}",
	"\"ok\":true"},
    {AT, "AT+CSQ", "OK"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, HELLO},
    {NOT, "AT", "+CMGS"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"send_lost\"}", "\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, HELLO},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"sent\",\"count\":9}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"send_void\"}", "\"ok\":true"},
    {AT, "AT+CMGS=23", "> "},
    {RAW, HELLO CTRL_Z, HELLO},
    {AT, "AT+CSQ", "+CSQ"},
    {CTL, "{\"cmd\":\"stat\"}", "\"sent\":9,\"refused\":4"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"hang\"}", "\"ok\":true"},
    {SILENT, "AT", ""},
    {CTL, SMS("\"text\":\"tak terdengar\""), "\"ok\":true"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"chatter\",\"ms\":10}", "\"ok\":true"},
    {HEAR, NULL, "^RSSI:19|^RSSI:19"},
    {CTL, "{\"cmd\":\"faults\",\"clear\":true}",
	"\"hang\":false,\"chatter\":0"},
    {AT, "AT", "OK"},
    {CTL, "{\"cmd\":\"sim\"}", "\"used\":1"},
    {AT, "AT+CMGD=1", "OK"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"hang\",\"ms\":30}", "\"ok\":true"},
    {SILENT, "AT", ""},
    {AT, "AT", "OK"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"garble\"}", "\"ok\":true"},
    {SILENT, "", ""},
    {RAW, "AT\r", "AT\r\r\n"},
    {AT, "AT", "AT\r\r\nOK"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"echo_off\"}", "\"ok\":true"},
    {AT, "ATE1", "OK"},
    {NOT, "AT+CSQ", "AT+CSQ"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"stop_draining\"}", "\"ok\":true"},
    {BLOCKED, "AT\r", NULL},
    {CTL, "{\"cmd\":\"faults\",\"clear\":true}",
	"\"stop_draining\":false,\"echo_off\":false"},
    {AT, "AT", "OK"},
    {CTL, "{\"cmd\":\"fault\",\"kind\":\"nonsense\"}", "no kind"},
};

static const struct step lock[] = {
    {CTL, "{\"cmd\":\"set\",\"pin\":\"1234\"}", "\"ok\":true"},
    {AT, "AT+CPIN?", "+CPIN: SIM PIN"},
    {AT, "AT+CMGL=4", "+CMS ERROR: 311"},
    {AT, "AT+CIMI", "+CME ERROR: 11"},
    {AT, "AT+CPIN=\"1111\"", "+CME ERROR: 16"},
    {CTL, SMS("\"text\":\"terkunci\""), "\"ok\":true"},
    {CTL, "{\"cmd\":\"sim\"}", "\"waiting\":1"},
    {AT, "AT+CPIN=\"1234\"", "OK"},
    {CTL, "{\"cmd\":\"sim\"}", "\"waiting\":0"},
    {AT, "AT+CMGD=1", "OK"},
    {CTL, "{\"cmd\":\"set\",\"pin\":\"1234\"}", "\"ok\":true"},
    {AT, "AT+CPIN=\"1\"", "ERROR"},
    {AT, "AT+CPIN=\"2\"", "ERROR"},
    {AT, "AT+CPIN=\"3\"", "+CME ERROR: 12"},
    {AT, "AT+CPIN?", "+CPIN: SIM PUK"},
    {CTL, "{\"cmd\":\"stat\"}", "\"pin_attempts\":5,\"pin_left\":0"},
    {AT, "AT+CPIN=\"12345678\",\"4321\"", "OK"},
    {CTL, "{\"cmd\":\"set\",\"pin\":\"\"}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"set\",\"sms_ready\":false}", "\"ok\":true"},
    {AT, "AT+CPMS?", "+CMS ERROR: 314"},
    {CTL, "{\"cmd\":\"set\",\"sms_ready\":true,\"cnmi_ok\":false}",
	"\"ok\":true"},
    {AT, "AT+CNMI=2,1,0,2,0", "+CMS ERROR: 303"},
    {CTL, "{\"cmd\":\"set\",\"cnmi_ok\":true,\"cell_broadcast\":false}",
	"\"ok\":true"},
    {AT, "AT+CNMI=?", "(0-2),(0-2),(0),"},
    {CTL, "{\"cmd\":\"set\",\"signal\":7,\"cmti\":false}", "\"ok\":true"},
    {AT, "AT+CSQ", "+CSQ: 7,99"},
    {CTL, SMS("\"text\":\"diam\""), "\"ok\":true"},
    {SILENT, "", ""},
    {AT, "AT+CMGD=1", "OK"},
    {CTL, "{\"cmd\":\"set\",\"signal\":20,\"cmti\":true}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"set\",\"signal\":\"good\"}", "bad value"},
    {CTL, "{\"cmd\":\"set\",\"report\":\"ne\"}", "bad value"},
};

static const struct step cable[] = {
    {AT, "AT+CMGS=23", "> "},
    {CTL, "{\"cmd\":\"power_cut\"}", "\"ok\":true"},
    {AT, "AT+CNMI?", "+CNMI: 0,0,0,0,0"},
    {AT, "AT+CMEE=1", "OK"},
    {CTL, "{\"cmd\":\"unplug\"}", "\"ok\":true"},
    {HANGUP, NULL, NULL},
    {CLOSE, NULL, NULL},
    {GONE, "tty", NULL},
    {CTL, "{\"cmd\":\"unplug\"}", "is not plugged in"},
    {CTL, SMS("\"text\":\"nanti\""), "\"ok\":true"},
    {CTL, "{\"cmd\":\"sim\"}", "\"used\":0,\"slots\":50,\"waiting\":1"},
    {CTL, "{\"cmd\":\"plug\",\"device\":\"ttyUSB1\"}", "/ttyUSB1\""},
    {EXISTS, "ttyUSB1", NULL},
    {OPEN, "ttyUSB1", NULL},
    {AT, "AT+CMGL=4", "+CMGL: 1,0"},
    {CLOSE, NULL, NULL},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"detached\"}", "\"ok\":true"},
    {OPEN, "ttyUSB1", NULL},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"opened\",\"count\":3}", "\"ok\":true"},
    {AT, "AT+CMGL=4", "+CMGL: 1,1"},
    {AT, "AT+CMGD=1", "OK"},
};

static const struct step bridge[] = {
    {BRIDGE, NULL, NULL},
    {AT, "AT+CGMM", "SIMMODEM|OK"},
    {AT, "AT+CNMI=2,1,0,0,0", "OK"},
    {CTL, SMS("\"text\":\"lewat pipa\""), "\"ok\":true"},
    {HEAR, NULL, "+CMTI: \"SM\",1"},
    {CTL, "{\"cmd\":\"attach\"}", "\"ok\":false"},
    {UNBRIDGE, NULL, NULL},
    {OPEN, "ttyUSB1", NULL},
    {AT, "AT+CMGD=1", "OK"},
};

static const struct step control[] = {
    {CTL, "nonsense", "no JSON"},
    {CTL, "[1,2]", "expected"},
    {CTL, "\xff\xfe{}", "no JSON"},
    {CTL, "{\"cmd\":\"dance\",\"id\":7}", "unknown command dance|\"id\":7"},
    {CTL, "{\"cmd\":\"stat\",\"cmd\":\"stat\"}", "no JSON"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"rain\"}", "nothing called rain"},
    {CTL,
	"{\"cmd\":\"wait\",\"for\":\"sent\",\"count\":999,"
	"\"timeout_ms\":20}",
	"timeout waiting for sent"},
    {CTL, "{\"cmd\":\"wait\",\"for\":\"idle\",\"quiet_ms\":30}", "\"ok\":true"},
    {ASK,
	"{\"cmd\":\"wait\",\"for\":\"command\",\"match\":\"AT+CSQ\","
	"\"id\":\"w\"}",
	NULL},
    {ASK, "{\"cmd\":\"clock\",\"offset\":86400}", NULL},
    {AT, "AT+CBC", "OK"},
    {AT, "AT+CSQ", "OK"},
    {ANSWER, NULL, "\"ok\":true|\"id\":\"w\""},
    {ANSWER, NULL, "\"offset\":86400"},
    {CTL, "{\"cmd\":\"log\",\"on\":\"/dev/null\"}", "\"ok\":true"},
    {CTL, "{\"cmd\":\"log\",\"on\":\"/no/such/file\"}", "No such file"},
    {CTL, "{\"cmd\":\"log\",\"on\":false}", "\"ok\":true"},
};

static const struct step ending[] = {
    {CTL, "{\"cmd\":\"quit\"}", "\"ok\":true"},
    {HANGUP, NULL, NULL},
    {GONE, "ttyUSB1", NULL},
    {GONE, "tty.sock", NULL},
};

/* --- the tools --- */

static long long
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void
path_of(const struct world *w, const char *name, char *out, size_t cap)
{
	snprintf(out, cap, "%s/%s", w->dir, name);
}

/* Every part of the expectation, in this order. */
static bool
holds(const char *text, const char *expect)
{
	while (*expect) {
		char part[1024];
		size_t n = strcspn(expect, "|");
		const char *at;

		if (n >= sizeof part)
			return false;
		memcpy(part, expect, n);
		part[n] = '\0';
		at = strstr(text, part);
		if (!at)
			return false;
		text = at + n;
		expect += n + (expect[n] == '|');
	}
	return true;
}

static bool
readable(int fd, long long until_ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	long long left = until_ms - now_ms();

	return poll(&p, 1, left > 0 ? (int)left : 0) > 0 && p.revents & POLLIN;
}

/* --- the control connection --- */

static bool
ask(const struct world *w, const char *request)
{
	size_t n = strlen(request);

	return write(w->control, request, n) == (ssize_t)n &&
	       write(w->control, "\n", 1) == 1;
}

static bool
answer(struct world *w, const char *expect)
{
	static char line[BIG];
	size_t n = 0;

	while (n < sizeof line - 1 &&
	       readable(w->control, now_ms() + PATIENCE_MS) &&
	       read(w->control, line + n, 1) == 1 && line[n] != '\n')
		n++;
	line[n] = '\0';
	if (holds(line, expect))
		return true;
	fprintf(stderr, "got: %s\n", line);
	return false;
}

static bool
connect_control(struct world *w)
{
	struct sockaddr_un addr = {.sun_family = AF_UNIX};

	path_of(w, "tty.sock", addr.sun_path, sizeof addr.sun_path);
	w->control = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return connect(w->control, (void *)&addr, sizeof addr) == 0;
}

/* --- the AT line --- */

static void
listen_once(struct world *w, long long until_ms)
{
	ssize_t n;

	if (w->heard_n >= sizeof w->heard - 1 || !readable(w->in, until_ms))
		return;
	n = read(
	    w->in, w->heard + w->heard_n, sizeof w->heard - 1 - w->heard_n);
	w->heard_n += n > 0 ? (size_t)n : 0;
	w->heard[w->heard_n] = '\0';
}

static bool
hear(struct world *w, const char *expect)
{
	long long until_ms = now_ms() + PATIENCE_MS;

	while (!holds(w->heard, expect) && now_ms() < until_ms)
		listen_once(w, until_ms);
	if (!holds(w->heard, expect)) {
		fprintf(stderr, "heard: %s\n", w->heard);
		return false;
	}
	/* What comes later belongs to the next step. */
	w->heard_n = 0;
	w->heard[0] = '\0';
	return true;
}

static bool
say(struct world *w, const char *text, const char *end)
{
	size_t n = strlen(text);

	return write(w->out, text, n) == (ssize_t)n &&
	       write(w->out, end, strlen(end)) == (ssize_t)strlen(end);
}

static bool
not_heard(struct world *w, const char *never)
{
	long long until_ms = now_ms() + PATIENCE_MS;
	bool clean;

	while (!strstr(w->heard, "OK\r") && now_ms() < until_ms)
		listen_once(w, until_ms);
	clean = !strstr(w->heard, never);
	return hear(w, "OK") && clean;
}

static bool
silent(struct world *w, const char *sent)
{
	/* The tail of an earlier reply is no answer to this. */
	while (readable(w->in, 0)) {
		w->heard_n = 0;
		listen_once(w, 0);
	}
	if (*sent && !say(w, sent, "\r"))
		return false;
	w->heard_n = 0;
	listen_once(w, now_ms() + SILENCE_MS);
	return w->heard_n == 0;
}

static bool
open_tty(struct world *w, const char *name)
{
	char path[128];

	path_of(w, name, path, sizeof path);
	w->in = w->out = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
	w->heard_n = 0;
	w->heard[0] = '\0';
	return w->in >= 0;
}

static bool
close_tty(struct world *w)
{
	bool ok = close(w->in) == 0;

	w->in = w->out = -1;
	return ok;
}

static bool
hung_up(const struct world *w)
{
	struct pollfd p = {.fd = w->in};

	return poll(&p, 1, PATIENCE_MS) == 1 && p.revents & POLLHUP;
}

static bool
blocked(const struct world *w, const char *text)
{
	return write(w->out, text, strlen(text)) < 0 && errno == EAGAIN;
}

static bool
exists(const struct world *w, const char *name)
{
	char path[128];
	struct stat st;

	path_of(w, name, path, sizeof path);
	for (int i = 0; i < 100 && lstat(path, &st) < 0; i++)
		poll(NULL, 0, 1);
	return lstat(path, &st) == 0;
}

/* At the end the daemon may take a moment to sweep up. */
static bool
gone(const struct world *w, const char *name)
{
	char path[128];
	struct stat st;

	path_of(w, name, path, sizeof path);
	for (int i = 0; i < 500 && lstat(path, &st) == 0; i++)
		poll(NULL, 0, 1);
	return lstat(path, &st) < 0;
}

/* --- the bridge --- */

static void
run_bridge(const struct world *w, int in, int out)
{
	char path[128];

	path_of(w, "tty.sock", path, sizeof path);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	execl(w->program, w->program, "--attach", path, (char *)NULL);
	_exit(127);
}

static bool
start_bridge(struct world *w)
{
	int to[2], from[2];

	close_tty(w);
	if (pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0)
		return false;
	w->bridge = fork();
	if (w->bridge == 0)
		run_bridge(w, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	w->out = to[1];
	w->in = from[0];
	return w->bridge > 0;
}

static bool
stop_bridge(struct world *w)
{
	int status = -1;

	close(w->out);
	waitpid(w->bridge, &status, 0);
	close(w->in);
	w->in = w->out = -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* --- running the tables --- */

static bool
one_step(struct world *w, const struct step *st)
{
	switch (st->act) {
	case CTL:
		return ask(w, st->send) && answer(w, st->expect);
	case ASK:
		return ask(w, st->send);
	case ANSWER:
		return answer(w, st->expect);
	case AT:
		return say(w, st->send, "\r") && hear(w, st->expect);
	case RAW:
		return say(w, st->send, "") && hear(w, st->expect);
	case HEAR:
		return hear(w, st->expect);
	case NOT:
		return say(w, st->send, "\r") && not_heard(w, st->expect);
	case SILENT:
		return silent(w, st->send);
	case OPEN:
		return open_tty(w, st->send);
	case CLOSE:
		return close_tty(w);
	case HANGUP:
		return hung_up(w);
	case BLOCKED:
		return blocked(w, st->send);
	case EXISTS:
		return exists(w, st->send);
	case GONE:
		return gone(w, st->send);
	case BRIDGE:
		return start_bridge(w);
	case UNBRIDGE:
		return stop_bridge(w);
	}
	return false;
}

static void
count(struct world *w, bool ok, const char *subject, size_t number,
    const char *what)
{
	w->passed += ok;
	w->failed += !ok;
	if (!ok)
		printf("FAILED %s step %zu: %s\n", subject, number,
		    what ? what : "");
}

static void
run(struct world *w, const char *subject, const struct step *st, size_t n)
{
	for (size_t i = 0; i < n; i++)
		count(w, one_step(w, &st[i]), subject, i + 1, st[i].send);
}

#define RUN(w, table) run((w), #table, table, sizeof(table) / sizeof(table)[0])

/* A line without end must neither fill the memory nor end the service. */
static bool
survives_long_line(struct world *w)
{
	static char junk[BIG];

	memset(junk, 'x', sizeof junk);
	for (int i = 0; i < 20; i++)
		if (write(w->control, junk, sizeof junk) < 0)
			return false;
	return ask(w, "") && answer(w, "line over 1 MiB") &&
	       ask(w, "{\"cmd\":\"stat\"}") && answer(w, "\"ok\":true");
}

/* utime and stime: the 12th and 13th word behind the name. */
static long
cpu_ticks(pid_t pid)
{
	char path[64], line[1024];
	char *at;
	long user;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	f = fopen(path, "re");
	if (!f)
		return -1;
	at = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
	fclose(f);
	for (int i = 0; at && i < 12; i++)
		at = strchr(at + 1, ' ');
	if (!at)
		return -1;
	user = strtol(at, &at, 10);
	return user + strtol(at, NULL, 10);
}

static bool
idles(const struct world *w)
{
	long before = cpu_ticks(w->daemon);

	poll(NULL, 0, 200);
	return before >= 0 && cpu_ticks(w->daemon) - before <= 1;
}

/* Two of them on one socket would each have half of the truth. */
static bool
second_refused(const struct world *w)
{
	char path[128];
	int status = 0;
	pid_t pid;

	path_of(w, "tty", path, sizeof path);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(127);
		execl(w->program, w->program, "--foreground", "--device", path,
		    (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

/* --- an application for the USSD gateway --- */

static const struct {
	const char *body_ends, *status, *answer; /* answer NULL: none at all */
} screens[] = {
    {"&text=", "200 OK", "CON Info Desa\n1 Jadwal"},
    {"&text=1", "200 OK", "END Terima kasih"},
    /* 182 characters, of which the last one takes two. */
    {"&text=2", "200 OK",
	"CON 01234567890123456789012345678901234567890123456789012345"
	"678901234567890123456789012345678901234567890123456789012345"
	"678901234567890123456789012345678901234567890123456789012345"
	"67890~"},
    {"&text=3", "500 Internal Server Error", "CON Info"},
    {"&text=4", "200 OK", "Info"},
    {"&text=5", "200 OK", "CON \xe6\x97\xa5"},
    {"&text=6", NULL, NULL},
};

static bool
ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

/* One that is not in the table is its own answer: all that was typed. */
static bool
answer_request(int fd, const char *body)
{
	const char *status = "200 OK", *text = strstr(body, "&text=");
	char own[256];

	snprintf(own, sizeof own, "CON %s", text ? text + 6 : "");
	if (!text)
		status = "202 Accepted";
	text = own;
	for (size_t i = 0; i < sizeof screens / sizeof screens[0]; i++)
		if (ends_with(body, screens[i].body_ends)) {
			status = screens[i].status;
			text = screens[i].answer;
		}
	return text && dprintf(fd,
			   "HTTP/1.1 %s\r\nConnection: close\r\n"
			   "Content-Length: %zu\r\n\r\n%s",
			   status, strlen(text), text) > 0;
}

static void
application(int listener)
{
	for (;;) {
		static char request[BIG];
		int fd = accept(listener, NULL, NULL);
		size_t n = 0, whole = sizeof request;
		ssize_t got = 1;

		while (n < whole && got > 0) {
			char *length, *body;

			got = read(fd, request + n, sizeof request - 1 - n);
			n += got > 0 ? (size_t)got : 0;
			request[n] = '\0';
			length = strstr(request, "Content-Length: ");
			body = strstr(request, "\r\n\r\n");
			if (length && body)
				whole = (size_t)(body + 4 - request) +
					strtoul(length + 16, NULL, 10);
		}
		/* Left open without an answer, it is one that hangs. */
		if (n == whole &&
		    answer_request(fd, strstr(request, "\r\n\r\n") + 4))
			close(fd);
	}
}

/* Its port, or 0. */
static int
start_application(struct world *w)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (const void *)&at, size) < 0 ||
	    listen(fd, 16) < 0 || getsockname(fd, (void *)&at, &size) < 0)
		return 0;
	w->application = fork();
	if (w->application == 0)
		application(fd);
	close(fd);
	return w->application > 0 ? ntohs(at.sin_port) : 0;
}

static bool
start_daemon(struct world *w)
{
	char path[128], url[64], end_url[64], line[512] = "";
	int err[2], port = start_application(w);
	FILE *f;

	path_of(w, "tty", path, sizeof path);
	snprintf(url, sizeof url, "http://127.0.0.1:%d/ussd", port);
	snprintf(end_url, sizeof end_url, "http://127.0.0.1:%d/end", port);
	if (port == 0 || pipe2(err, O_CLOEXEC) < 0)
		return false;
	w->daemon = fork();
	if (w->daemon == 0) {
		dup2(err[1], STDERR_FILENO);
		execl(w->program, w->program, "--foreground",
		    "--die-with-parent", "--device", path, "--ussd", url,
		    "--ussd-end", end_url, (char *)NULL);
		_exit(127);
	}
	close(err[1]);
	f = fdopen(err[0], "r");
	if (!f || !fgets(line, sizeof line, f))
		return false;
	/* f stays open: what a sanitizer says has to go somewhere. */
	return strncmp(line, "event=ready ", 12) == 0 && connect_control(w);
}

static bool
ended_well(const struct world *w)
{
	int status = -1;

	waitpid(w->daemon, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
run_all(struct world *w)
{
	RUN(w, basics);
	RUN(w, receiving);
	RUN(w, parts);
	RUN(w, full);
	RUN(w, sending);
	RUN(w, slow);
	RUN(w, reports);
	RUN(w, calls);
	RUN(w, rings);
	RUN(w, ussd);
	RUN(w, gateway);
	RUN(w, faults);
	RUN(w, lock);
	RUN(w, cable);
	RUN(w, bridge);
	RUN(w, control);
	count(w, survives_long_line(w), "control", 0, "1 MiB line");
	count(w, second_refused(w), "control", 0, "second simmodem");
	count(w, idles(w), "loop", 0, "idle CPU");
	RUN(w, ending);
	count(w, ended_well(w), "ending", 0, "exit status");
}

int
main(int argc, char **argv)
{
	static struct world w = {.in = -1, .out = -1};

	if (argc != 2) {
		fprintf(stderr, "usage: selftest PATH/simmodem\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	w.program = argv[1];
	snprintf(w.dir, sizeof w.dir, "/tmp/simmodem.XXXXXX");
	if (!mkdtemp(w.dir))
		return 2;
	if (start_daemon(&w))
		run_all(&w);
	else
		count(&w, false, "start", 0, argv[1]);
	if (w.application > 0)
		kill(w.application, SIGKILL);
	rmdir(w.dir);
	printf("%u passed, %u failed\n", w.passed, w.failed);
	return w.failed != 0;
}
