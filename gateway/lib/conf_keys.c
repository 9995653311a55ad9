/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every section and key of siaga.conf, with its bounds and default. */
#include "conf.h"

#ifndef SIAGA_SHAREDIR
#define SIAGA_SHAREDIR "/usr/share/siaga"
#endif

#define AT(struct_name, field) offsetof(struct struct_name, field)
#define KEYS(...)                                                              \
	((const struct conf_key[]){                                            \
	    __VA_ARGS__, {NULL, CONF_STRING, 0, 0, 0, NULL, NULL}})

#define MINUTES 60
#define DAYS    86400

#define ALERT_KEYS(officer, cadre, contact)                                    \
	KEYS({"officer", CONF_DURATION, AT(conf_alert, officer_s), MINUTES,    \
		 14 * DAYS, officer, NULL},                                    \
	    {"cadre", CONF_DURATION, AT(conf_alert, cadre_s), MINUTES,         \
		14 * DAYS, cadre, NULL},                                       \
	    {"contact", CONF_DURATION, AT(conf_alert, contact_s), MINUTES,     \
		14 * DAYS, contact, NULL})

const struct conf_section conf_sections[] = {
    {"siaga", false, AT(conf, siaga), 0, 0, 0, NULL,
	KEYS({"state_dir", CONF_STRING, AT(conf_siaga, state_dir), 1, 512,
		 "/var/lib/siaga", NULL},
	    {"templates", CONF_DIR, AT(conf_siaga, templates), 1, 512,
		SIAGA_SHAREDIR "/templates", NULL},
	    {"dialogue", CONF_FILE, AT(conf_siaga, dialogue), 1, 512, NULL,
		NULL},
	    {"lexicon", CONF_FILE, AT(conf_siaga, lexicon), 1, 512, NULL, NULL},
	    {"language", CONF_WORD, AT(conf_siaga, language), 2, 8, "id", NULL},
	    {"timezone", CONF_ZONE, AT(conf_siaga, timezone), 1, 64,
		"Asia/Jakarta", NULL},
	    {"country", CONF_COUNTRY, AT(conf_siaga, country), 1, 3, "62",
		NULL},
	    {"children", CONF_CHOICE, AT(conf_siaga, children), 0, 0, "spawn",
		"spawn systemd"},
	    {"route_hours", CONF_INT, AT(conf_siaga, route_hours), 0, 168, "72",
		NULL},
	    {"lock_minutes", CONF_INT, AT(conf_siaga, lock_minutes), 1, 60, "5",
		NULL},
	    {"cases_most", CONF_INT, AT(conf_siaga, cases_most), 1, 500, "20",
		NULL},
	    {"tpks_from", CONF_CHOICE, AT(conf_siaga, tpks_from), 0, 0,
		"first-text", "first-text triage off"},
	    {"read_within_hours", CONF_INT, AT(conf_siaga, read_within_hours),
		1, 72, "4", NULL})},
    /* Worst cases: the texts that hold these must stay one SMS. */
    {"cover", false, AT(conf, cover), 0, 0, 0, NULL,
	KEYS({"name", CONF_GSM, AT(conf_cover, name), 2, 12, CONF_REQUIRED,
		 NULL},
	    {"hours", CONF_GSM, AT(conf_cover, hours), 1, 36,
		"Senin-Jumat 08.00-15.00", NULL},
	    {"place", CONF_GSM, AT(conf_cover, place), 1, 28, "balai desa",
		NULL},
	    {"plain_word", CONF_WORD, AT(conf_cover, plain_word), 3, 16, "AMAN",
		NULL})},
    {"retention", false, AT(conf, retention), 0, 0, 0, NULL,
	KEYS({"closed_days", CONF_INT, AT(conf_retention, closed_days), 30,
		 36500, "730", NULL},
	    {"quarantine_days", CONF_INT, AT(conf_retention, quarantine_days),
		7, 3650, "90", NULL},
	    {"texts_days", CONF_INT, AT(conf_retention, texts_days), 4, 3650,
		"30", NULL})},
    {"backup", false, AT(conf, backup), 0, 0, 0, NULL,
	KEYS({"dir", CONF_STRING, AT(conf_backup, dir), 1, 512, NULL, NULL},
	    {"hours", CONF_INT, AT(conf_backup, hours), 1, 168, "24", NULL},
	    {"keep", CONF_INT, AT(conf_backup, keep), 1, 365, "7", NULL})},
    {"modem", true, AT(conf, modems), sizeof(struct conf_modem),
	AT(conf, modem_count), CONF_MODEMS_MAX, NULL,
	KEYS({"device", CONF_STRING, AT(conf_modem, device), 1, 1000,
		 CONF_REQUIRED, NULL},
	    {"connection", CONF_WORD, AT(conf_modem, connection), 1, 32,
		"dku2at", NULL},
	    {"number", CONF_PHONE, AT(conf_modem, number), 4, 20, NULL, NULL},
	    {"pin_file", CONF_FILE, AT(conf_modem, pin_file), 1, 512, NULL,
		NULL},
	    {"balance_ussd", CONF_USSD, AT(conf_modem, balance_ussd), 1, 100,
		NULL, NULL},
	    {"texts_per_day", CONF_INT, AT(conf_modem, texts_per_day), 1,
		100000, "2000", NULL},
	    {"alert_reserve", CONF_INT, AT(conf_modem, alert_reserve), 0,
		100000, "300", NULL},
	    {"quiet_ms", CONF_INT, AT(conf_modem, quiet_ms), 15, 1000, "15",
		NULL})},
    {"web", false, AT(conf, web), 0, 0, 0, "siaga-web",
	KEYS({"listen", CONF_LISTEN, AT(conf_web, listen), 1, 64,
		 "127.0.0.1:8080", NULL},
	    {"hostnames", CONF_STRING, AT(conf_web, hostnames), 0, 512, NULL,
		NULL},
	    {"tls_cert", CONF_FILE, AT(conf_web, tls_cert), 1, 512, NULL, NULL},
	    {"tls_key", CONF_FILE, AT(conf_web, tls_key), 1, 512, NULL, NULL})},
    {"ussd", false, 0, 0, 0, 0, "siaga-web",
	KEYS({"listen", CONF_LISTEN, AT(conf, ussd_listen), 1, 64,
	    "127.0.0.1:8081", NULL})},
    {"ussd", true, AT(conf, ussds), sizeof(struct conf_ussd),
	AT(conf, ussd_count), CONF_USSD_MAX, "siaga-web",
	KEYS({"path", CONF_STRING, AT(conf_ussd, path), 1, 128, CONF_REQUIRED,
		 NULL},
	    {"dialect", CONF_WORD, AT(conf_ussd, dialect), 1, 32,
		"africastalking", NULL},
	    {"allow_cidr", CONF_CIDRS, AT(conf_ussd, allow_cidr), 1, 1024, NULL,
		NULL},
	    {"secret_file", CONF_FILE, AT(conf_ussd, secret_file), 1, 512, NULL,
		NULL})},
    {"webhook", true, AT(conf, webhooks), sizeof(struct conf_webhook),
	AT(conf, webhook_count), CONF_WEBHOOKS_MAX, NULL,
	KEYS({"url", CONF_URL, AT(conf_webhook, url), 8, 2000, CONF_REQUIRED,
		 NULL},
	    {"secret_file", CONF_FILE, AT(conf_webhook, secret_file), 1, 512,
		CONF_REQUIRED, NULL},
	    {"recipient", CONF_CHOICE, AT(conf_webhook, recipient), 0, 0,
		CONF_REQUIRED,
		"office cadre health police psychologist legal shelter"},
	    {"events", CONF_EVENTS, AT(conf_webhook, events), 1, 1024,
		"report.* alert.*", NULL},
	    {"fields", CONF_FIELDS, AT(conf_webhook, fields), 0, 1024,
		"code urgency village", NULL},
	    {"allow_cidr", CONF_CIDRS, AT(conf_webhook, allow_cidr), 1, 1024,
		NULL, NULL})},
    {"alert high", false, AT(conf, alerts[CONF_HIGH]), 0, 0, 0, NULL,
	ALERT_KEYS("5m", "10m", "15m")},
    {"alert medium", false, AT(conf, alerts[CONF_MEDIUM]), 0, 0, 0, NULL,
	ALERT_KEYS("6h", "6h", "6h")},
    {"alert low", false, AT(conf, alerts[CONF_LOW]), 0, 0, 0, NULL,
	ALERT_KEYS("next-workday", "next-workday", "next-workday")},
    {NULL, false, 0, 0, 0, 0, NULL, NULL},
};
