/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only file that includes gammu.h. Its ERR_NONE is 1: never test its
 * errors for truth, translate them (gammu_errno). Longer than other files
 * because of that rule alone.
 */
#include "gateway/modem/gammu.h"

#include "gateway/lib/wipe.h"
#include "gateway/modem/deadline.h"

#include <errno.h>
#include <fcntl.h>
#include <gammu.h>
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GAMMU_FDS       1024 /* libGammu's select() reaches no further */
#define GAMMU_FDS_OWN   8
#define GAMMU_LOG_SIZE  3072 /* libGammu cuts its log lines at 3000 */
#define GAMMU_LISTED    1000 /* messages, should it list one by one */
#define GAMMU_DECODED   490  /* characters of libGammu's static buffers */
#define GAMMU_CNMI_AUTO (-1) /* 0, as allocated, turns notices off */

enum gammu_stage {
	GAMMU_IDLE,
	GAMMU_ENCODING, /* our own text passes through the log */
	GAMMU_PROMPT,   /* AT+CMGS is out, the text is not */
	GAMMU_BODY
};

struct gammu {
	GSM_StateMachine *machine;
	volatile sig_atomic_t aborted; /* libGammu never forgets it either */
	bool used;                     /* it may hold half a line */
	int64_t tidy_ms;               /* 0: it is */
	bool awaits;                   /* half a reply: the result of a text */
	struct gammu_events events;
	struct at_port port;
	bool *fds_before;       /* while opening: not libGammu's */
	int fds[GAMMU_FDS_OWN]; /* what libGammu opened */
	size_t fd_count;
	int guard; /* see gammu_guard_pipe() */

	char log[GAMMU_LOG_SIZE];
	size_t log_len;
	bool reading_one; /* the reply at hand is one of AT+CMGR */
	bool deaf;        /* what is logged now may be a sender's words */
	bool plain_error; /* the last final result was ERROR */
	bool text_mode;

	int listed_used; /* messages that a listing will have */
	bool scanning;
	jmp_buf scan_exit;
	enum gammu_stage stage;
	GSM_SMSC smsc;
	GSM_MultiSMSMessage sms; /* 266 KB: never on the stack */
};

static const struct {
	GSM_Error error;
	int err;
} gammu_errors[] = {
    {ERR_NONE, 0},
    {ERR_DEVICEOPENERROR, -EBUSY},
    {ERR_DEVICELOCKED, -EBUSY},
    {ERR_DEVICEBUSY, -EBUSY},
    {ERR_DEVICENOTEXIST, -ENOENT},
    {ERR_DEVICENOPERMISSION, -EACCES},
    {ERR_DEVICEWRITEERROR, -EPIPE},
    {ERR_DEVICEREADERROR, -EPIPE},
    {ERR_DEVICEDTRRTSERROR, -EPIPE},
    {ERR_DEVICEPARITYERROR, -EPIPE},
    {ERR_DEVICECHANGESPEEDERROR, -EPIPE},
    {ERR_NOTCONNECTED, -EPIPE},
    {ERR_TIMEOUT, -ETIMEDOUT},
    {ERR_ABORTED, -ETIMEDOUT},
    {ERR_NOTSUPPORTED, -ENOTSUP},
    {ERR_NOTIMPLEMENTED, -ENOTSUP},
    {ERR_SOURCENOTAVAILABLE, -ENOTSUP},
    {ERR_UNKNOWNCONNECTIONTYPESTRING, -EINVAL},
    {ERR_UNKNOWNMODELSTRING, -EINVAL},
    {ERR_EMPTY, -ENODATA},
    {ERR_NOSIM, -ENOMEDIUM},
    {ERR_SECURITYERROR, -EPERM},
    {ERR_EMPTYSMSC, -EDESTADDRREQ},
    {ERR_MOREMEMORY, -ENOMEM},
};

static int
gammu_errno(GSM_Error error)
{
	for (size_t i = 0; i < sizeof(gammu_errors) / sizeof(gammu_errors[0]);
	     i++)
		if (gammu_errors[i].error == error)
			return gammu_errors[i].err;
	return -EPROTO;
}

/* The line. */

static bool
gammu_fd_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static void
gammu_note_fds(bool open[GAMMU_FDS])
{
	for (int fd = 0; fd < GAMMU_FDS; fd++)
		open[fd] = gammu_fd_open(fd);
}

/*
 * When what proxyat started dies, libGammu's write loop never ends: it takes
 * EPIPE for EAGAIN (facts/libgammu.md 1). A second reader of that pipe keeps
 * the EPIPE away; the hang-up of the other pipe ends the call.
 */
static void
gammu_guard_pipe(struct gammu *g)
{
	char path[40];
	if (g->guard >= 0 || g->port.out < 0 || g->port.in == g->port.out)
		return;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", g->port.out);
	g->guard = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (g->guard >= 0 && g->guard < GAMMU_FDS)
		g->fds_before[g->guard] = true;
}

/* libGammu does not tell its descriptors: they are the new ones. */
static void
gammu_find_port(struct gammu *g)
{
	g->port = (struct at_port){-1, -1};
	g->fd_count = 0;
	for (int fd = 0; fd < GAMMU_FDS && g->fd_count < GAMMU_FDS_OWN; fd++) {
		int mode = g->fds_before[fd] ? -1 : fcntl(fd, F_GETFL);
		if (mode < 0)
			continue;
		g->fds[g->fd_count++] = fd;
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
		mode &= O_ACCMODE;
		if (g->port.in < 0 && mode != O_WRONLY)
			g->port.in = fd;
		if (g->port.out < 0 && mode != O_RDONLY)
			g->port.out = fd;
	}
	gammu_guard_pipe(g);
}

/* The log. */

static bool
gammu_starts(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

/* Called from a signal handler as well: it only sets flags. */
static void
gammu_abort(void *arg)
{
	struct gammu *g = arg;
	g->aborted = 1;
	(void)GSM_AbortOperation(g->machine);
}

/* `<n> "<line>"`; anything else has been seen to. */
static void
gammu_take_reply_line(struct gammu *g, char *log)
{
	char *end;
	long index = strtol(log, &end, 10);
	size_t len = strlen(end);
	if (end == log || len < 3 || end[0] != ' ' || end[1] != '"' ||
	    end[len - 1] != '"')
		return;
	end[len - 1] = '\0';
	const char *line = end + 2;
	if (index == 1)
		g->reading_one = gammu_starts(line, "AT+CMGR");
	if (index == 1 && gammu_starts(line, "AT")) /* no chatter */
		deadline_step(GAMMU_STEP_MS);
	g->events.on_line(g->events.arg, line);
}

/*
 * The state line comes behind the reply's lines and before any decoding. What
 * is logged by a decoder is a sender's text, which could imitate a reply.
 */
static void
gammu_take_log(struct gammu *g, char *log)
{
	if (g->stage == GAMMU_ENCODING) {
		if (strcmp(log, "Waiting for modem prompt") == 0)
			g->stage = GAMMU_PROMPT;
		return;
	}
	if (g->deaf)
		return;
	/*
	 * After one lost or damaged reply. A text could end its own listing,
	 * and what is read then is no PDU: never in this mode. The reply to
	 * AT+CMGF=1 is too late, and not to be told from the rest of the one
	 * before it.
	 */
	if (strcmp(log, "Trying SMS text mode") == 0) {
		g->text_mode = true;
		gammu_abort(g);
	}
	if (g->scanning &&
	    (gammu_starts(log, "Getting message from cache") ||
		gammu_starts(log, "Reading next message on location")))
		longjmp(g->scan_exit, 1); /* its decoder would be next */
	if (g->stage == GAMMU_PROMPT && strcmp(log, "Sending SMS") == 0) {
		g->stage = GAMMU_BODY;
		g->events.on_text_out(g->events.arg);
		deadline_hush();
	} else if (strcmp(log, "Getting SMS locations") == 0) {
		deadline_step(
		    GAMMU_LIST_STEP_MS + GAMMU_LIST_ONE_MS * g->listed_used);
	} else if (gammu_starts(log, "Used : ")) {
		long used = strtol(log + strlen("Used : "), NULL, 10);
		g->listed_used =
		    used < 0 || used > GAMMU_LISTED ? 0 : (int)used;
	} else if (gammu_starts(log, "AT reply state:")) {
		g->deaf = g->reading_one;
	} else if (gammu_starts(log, "Checking line: ")) {
		g->plain_error = strcmp(log, "Checking line: ERROR") == 0;
	} else {
		gammu_take_reply_line(g, log);
	}
}

/* With the first answer the line is open; from then on it may hang up. */
static void
gammu_watch(struct gammu *g)
{
	if (g->fds_before == NULL || g->port.in >= 0)
		return;
	gammu_find_port(g);
	deadline_watch(g->port.in);
}

/* libGammu hands over pieces of a line, and the line's end by itself. */
static void
gammu_on_log(const char *text, void *arg)
{
	struct gammu *g = arg;
	for (; *text != '\0'; text++) {
		if (*text != '\n') {
			if (g->log_len < GAMMU_LOG_SIZE - 1)
				g->log[g->log_len++] = *text;
			continue;
		}
		g->log[g->log_len] = '\0';
		g->log_len = 0;
		gammu_watch(g);
		gammu_take_log(g, g->log);
	}
}

static void
gammu_on_sent(GSM_StateMachine *machine, int status, int mr, void *arg)
{
	struct gammu *g = arg;
	(void)machine;
	g->awaits = false;
	int code = status >= 0 ? status : g->plain_error ? -1 : -2;
	g->events.on_sent(g->events.arg, code, mr);
}

/* Around every call. */

static void
gammu_begin(struct gammu *g, int limit_ms)
{
	deadline_arm(limit_ms, g->port.in, gammu_abort, g);
	deadline_step(GAMMU_STEP_MS);
	wipe_watch(true);
}

static int
gammu_end(struct gammu *g, GSM_Error error)
{
	deadline_disarm();
	wipe_watch(false);
	g->tidy_ms = deadline_now_ms() + GAMMU_TIDY_MS;
	g->used = true;
	g->deaf = false;
	g->scanning = false;
	g->stage = GAMMU_IDLE;
	wipe(g->log + g->log_len, sizeof(g->log) - g->log_len);
	if (gammu_hung_up(g))
		return -EPIPE;
	return g->aborted != 0 ? -ETIMEDOUT : gammu_errno(error);
}

/* Opening. */

int
gammu_setup(void)
{
	/* Its log of a text goes through wctomb(); proxyat runs $SHELL -c. */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return -ENOENT;
	return setenv("SHELL", "/bin/sh", 1) < 0 ? -errno : 0;
}

static int
gammu_configure(struct gammu *g, const char *device, const char *connection)
{
	GSM_Config *config = GSM_GetConfig(g->machine, 0);
	config->Device = strdup(device); /* GSM_FreeStateMachine() frees */
	config->Connection = strdup(connection);
	config->DebugFile = strdup("");
	if (config->Device == NULL || config->Connection == NULL ||
	    config->DebugFile == NULL)
		return -ENOMEM;
	memcpy(config->Model, "at", sizeof("at")); /* no autodetection */
	memcpy(config->DebugLevel, "text", sizeof("text"));
	config->UseGlobalDebugFile = FALSE;
	for (size_t i = 0; i < 5; i++)
		config->CNMIParams[i] = GAMMU_CNMI_AUTO;
	GSM_SetConfigNum(g->machine, 1);
	return 0;
}

static int
gammu_connect(struct gammu *g, const char *connection)
{
	bool before[GAMMU_FDS];
	int limit_ms =
	    gammu_starts(connection, "at") ? GAMMU_OPEN_SLOW_MS : GAMMU_OPEN_MS;
	gammu_note_fds(before);
	g->fds_before = before;
	gammu_begin(g, limit_ms);
	GSM_Error error =
	    GSM_InitConnection_Log(g->machine, 1, gammu_on_log, g);
	gammu_find_port(g);
	g->fds_before = NULL;
	int err = gammu_end(g, error);
	if (err == 0 && (g->port.in < 0 || g->port.out < 0))
		err = -EPROTO;
	if (err == 0) /* after init, which clears all callbacks */
		GSM_SetSendSMSStatusCallback(g->machine, gammu_on_sent, g);
	return err;
}

int
gammu_open(struct gammu **ret, const char *device, const char *connection,
    const struct gammu_events *events)
{
	struct gammu *g = calloc(1, sizeof(*g));
	if (g == NULL)
		return -ENOMEM;
	g->events = *events;
	g->port = (struct at_port){-1, -1};
	g->guard = -1;
	g->machine = GSM_AllocStateMachine();
	int err = g->machine == NULL ? -ENOMEM
				     : gammu_configure(g, device, connection);
	if (err == 0)
		err = gammu_connect(g, connection);
	if (err < 0)
		gammu_close(g);
	else
		*ret = g;
	return err;
}

void
gammu_close(struct gammu *g)
{
	if (g == NULL)
		return;
	if (g->machine != NULL) {
		deadline_arm(GAMMU_CALL_MS, -1, NULL, NULL);
		(void)GSM_TerminateConnection(g->machine);
		deadline_disarm();
	}
	for (size_t i = 0; i < g->fd_count; i++)
		if (gammu_fd_open(g->fds[i]))
			(void)close(g->fds[i]);
	if (g->guard >= 0)
		(void)close(g->guard);
	if (g->machine != NULL)
		GSM_FreeStateMachine(g->machine);
	free(g);
}

void
gammu_port(const struct gammu *g, struct at_port *ret)
{
	*ret = g->port;
}

bool
gammu_was_used(struct gammu *g)
{
	bool used = g->used;
	g->used = false;
	return used;
}

bool
gammu_hung_up(const struct gammu *g)
{
	struct pollfd p = {.fd = g->port.in};
	return g->port.in >= 0 && poll(&p, 1, 0) > 0 &&
	       (p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

int64_t
gammu_tidy_ms(const struct gammu *g)
{
	return g->tidy_ms == 0 || g->awaits ? INT64_MAX : g->tidy_ms;
}

/*
 * The buffer of replies has the longest listing so far, and the log's decoder
 * has a static one for the text that was sent last.
 */
void
gammu_tidy(struct gammu *g)
{
	unsigned char dots[2 * GAMMU_DECODED + 2];
	memset(dots, 0, sizeof(dots));
	for (size_t i = 0; i < GAMMU_DECODED; i++)
		dots[2 * i + 1] = '.';
	(void)DecodeUnicodeString(dots);
	wipe_grown();
	g->tidy_ms = 0;
}

int
gammu_pump(struct gammu *g)
{
	gammu_begin(g, GAMMU_CALL_MS);
	(void)GSM_ReadDevice(g->machine, FALSE);
	return gammu_end(g, ERR_NONE);
}

/* Asking. */

static int
gammu_copy_digits(const char *from, char ret[GAMMU_IMEI_SIZE])
{
	size_t len = strspn(from, "0123456789");
	if (len >= GAMMU_IMEI_SIZE)
		return -EPROTO;
	memcpy(ret, from, len);
	ret[len] = '\0';
	return 0;
}

int
gammu_imei(struct gammu *g, char ret[GAMMU_IMEI_SIZE])
{
	char imei[GSM_MAX_IMEI_LENGTH + 1] = {0};
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_GetIMEI(g->machine, imei));
	return err < 0 ? err : gammu_copy_digits(imei, ret);
}

int
gammu_imsi(struct gammu *g, char ret[GAMMU_IMEI_SIZE])
{
	char imsi[GSM_MAX_IMEI_LENGTH + 1] = {0};
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_GetSIMIMSI(g->machine, imsi));
	return err < 0 ? err : gammu_copy_digits(imsi, ret);
}

int
gammu_enter_pin(struct gammu *g, const char *pin)
{
	GSM_SecurityCode code = {.Type = SEC_Pin};
	size_t len = strlen(pin);
	if (len < 4 || len > 8 || strspn(pin, "0123456789") != len)
		return -EPERM; /* it would be spent for nothing */
	memcpy(code.Code, pin, len + 1);
	gammu_begin(g, GAMMU_PIN_MS);
	deadline_step(GAMMU_PIN_MS);
	int err = gammu_end(g, GSM_EnterSecurityCode(g->machine, &code));
	memset(code.Code, 0, sizeof(code.Code));
	return err;
}

int
gammu_use_store(struct gammu *g, bool sim)
{
	GSM_Feature feature =
	    GSM_FeatureFromString(sim ? "SMS_NO_ME" : "SMS_NO_SM");
	GSM_PhoneModel *model = GSM_GetModelInfo(g->machine);
	if (GSM_IsPhoneFeatureAvailable(model, feature) ||
	    GSM_AddPhoneFeature(model, feature))
		return 0;
	return -ENOTSUP;
}

int
gammu_announce(struct gammu *g)
{
	gammu_begin(g, GAMMU_CALL_MS);
	int calls = gammu_end(g, GSM_SetIncomingCall(g->machine, TRUE));
	if (calls == -EPIPE || calls == -ETIMEDOUT)
		return calls;
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_SetIncomingSMS(g->machine, TRUE));
	return err < 0 ? err : calls;
}

int
gammu_read_smsc(struct gammu *g)
{
	GSM_SMSC smsc = {.Location = 1};
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_GetSMSC(g->machine, &smsc));
	if (err == 0)
		g->smsc = smsc;
	return err;
}

int
gammu_signal(struct gammu *g, int *ret_percent)
{
	GSM_SignalQuality signal = {0};
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_GetSignalQuality(g->machine, &signal));
	if (err < 0)
		return err;
	if (signal.SignalPercent < 0 || signal.SignalPercent > 100)
		return -ENODATA; /* not known or not registered */
	*ret_percent = signal.SignalPercent;
	return 0;
}

int
gammu_usage(struct gammu *g, int *ret_used, int *ret_size)
{
	GSM_SMSMemoryStatus status = {0};
	gammu_begin(g, GAMMU_CALL_MS);
	int err = gammu_end(g, GSM_GetSMSStatus(g->machine, &status));
	if (err < 0)
		return err;
	*ret_used = status.SIMUsed + status.PhoneUsed;
	*ret_size = status.SIMSize + status.PhoneSize;
	return 0;
}

/* Listing. */

/* One by one only where the modem has no AT+CMGL. */
static GSM_Error
gammu_list(struct gammu *g)
{
	if (setjmp(g->scan_exit) != 0)
		return ERR_NONE; /* all are listed, none was decoded */
	g->scanning = true;
	GSM_Error error = GSM_GetNextSMS(g->machine, &g->sms, TRUE);
	g->scanning = false;
	for (size_t i = 0; i < GAMMU_LISTED; i++) {
		if (error == ERR_EMPTY)
			return ERR_NONE;
		if (error == ERR_ABORTED || error == ERR_TIMEOUT ||
		    error == ERR_DEVICEWRITEERROR || error == ERR_NOSIM ||
		    error == ERR_SECURITYERROR || error == ERR_NOTSUPPORTED)
			return error;
		g->deaf = false;
		error = GSM_GetNextSMS(g->machine, &g->sms, FALSE);
	}
	return ERR_UNKNOWN;
}

int
gammu_scan(struct gammu *g)
{
	gammu_begin(g, GAMMU_SCAN_MS);
	int err = gammu_end(g, gammu_list(g));
	wipe(&g->sms, sizeof(g->sms)); /* where it listed one by one */
	return g->text_mode ? -ENOTSUP : err;
}

int
gammu_hang_up(struct gammu *g)
{
	gammu_begin(g, GAMMU_CALL_MS);
	return gammu_end(g, GSM_CancelCall(g->machine, 0, TRUE));
}

/* Sending. */

static void
gammu_put_unit(unsigned char *text, size_t *count, unsigned int unit)
{
	text[2 * *count] = (unsigned char)(unit >> 8);
	text[2 * *count + 1] = (unsigned char)(unit & 0xff);
	++*count;
}

/*
 * libGammu turns a single ~ of a UCS-2 text into U+0001, and two into one
 * (coding.c); GSM-7 is free of that.
 */
static void
gammu_put_text(GSM_SMSMessage *sms, const struct gammu_text *text)
{
	size_t count = 0;
	for (size_t i = 0; i < text->count; i++) {
		gammu_put_unit(sms->Text, &count, text->units[i]);
		if (text->ucs2 && text->units[i] == '~')
			gammu_put_unit(sms->Text, &count, '~');
	}
	gammu_put_unit(sms->Text, &count, 0);
	sms->Length = (int)count - 1;
	count = 0;
	for (const char *at = text->to; *at != '\0'; at++)
		gammu_put_unit(sms->Number, &count, (unsigned char)*at);
	gammu_put_unit(sms->Number, &count, 0);
}

static void
gammu_fill(struct gammu *g, const struct gammu_text *text)
{
	GSM_SMSMessage *sms = &g->sms.SMS[0];
	memset(sms, 0, sizeof(*sms));
	GSM_SetDefaultSMSData(sms);
	sms->PDU = text->report ? SMS_Status_Report : SMS_Submit; /* SRR */
	sms->Coding = text->ucs2 ? SMS_Coding_Unicode_No_Compression
				 : SMS_Coding_Default_No_Compression;
	sms->Class = -1;
	sms->UDH.Type = UDH_NoUDH;
	sms->SMSC.Location = 0; /* the number below, no AT+CSCA? each time */
	memcpy(sms->SMSC.Number, g->smsc.Number, sizeof(sms->SMSC.Number));
	sms->SMSC.Validity.Format = SMS_Validity_RelativeFormat;
	sms->SMSC.Validity.Relative = (GSM_ValidityPeriod)text->validity;
	gammu_put_text(sms, text);
}

int
gammu_send(struct gammu *g, const struct gammu_text *text, bool *ret_began)
{
	*ret_began = false;
	if (g->smsc.Number[0] == 0 && g->smsc.Number[1] == 0)
		return -EDESTADDRREQ;
	gammu_fill(g, text);
	g->stage = GAMMU_ENCODING;
	gammu_begin(g, GAMMU_SEND_MS);
	g->awaits = true;
	GSM_Error error = GSM_SendSMS(g->machine, &g->sms.SMS[0]);
	*ret_began = g->stage == GAMMU_BODY;
	g->awaits &= *ret_began;
	memset(&g->sms.SMS[0], 0, sizeof(g->sms.SMS[0]));
	return gammu_end(g, error);
}
