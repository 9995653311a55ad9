/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who they are, and what they may say. */
#include "model.h"

#include <stdio.h>
#include <string.h>

struct saying {
	enum said said;
	unsigned weight;
	bool files; /* it must stand in a record, or in quarantine */
	const char *const *texts;
};

static const char *const said_free[] = {"halo", "apakah ada orang di sana",
    "mau tanya jadwal posyandu bulan depan", "ok", "Sokawera",
    "Desa Karangsari", "anak saya sakit, bagaimana ya",
    "terima kasih banyak atas infonya", "besok saja kita bicara", "16.30",
    "jam 4 sore", "KM", "K", "1T", "2 S", "mangga", "17 tahun", "1 3", "YA",
    "tidak", "BEDA", "tidak jadi", "sudah baikan", "hubungi 0812 nomor lain",
    "?!", "\\u{1F62D}\\u{1F62D}", "semua baik baik saja di rumah", NULL};
static const char *const said_digit[] = {"0", "1", "1", "1", "2", "2", "3", "4",
    "5", "6", "7", "8", "1.", "2!", NULL};
static const char *const said_nine[] = {"9", "9", "9.", " 9 ", NULL};
static const char *const said_exit[] = {"X", "x", "keluar", "X.", NULL};
static const char *const said_stop[] = {"STOP", "berhenti", "stop.", NULL};
static const char *const said_plain[] = {"AMAN", "aman", "Aman.", NULL};
static const char *const said_who[] = {
    "siapa ini", "ini nomor siapa", "siapa ini?", NULL};
static const char *const said_danger[] = {"suami saya memukul saya tadi malam",
    "tolong", "dia bawa parang mau bunuh saya", "saya mau bunuh diri saja",
    "saya dikurung di kamar oleh suami", "tolong saya bu", NULL};
static const char *const said_asks[] = {"JADWAL", "MENU", "IZIN", "HAPUS",
    "HAPUS YA", "CEK 7F3K", "CEK 234C", "cek 2222", NULL};

static const struct saying sayings[] = {
    {SAID_FREE, 34, true, said_free},
    {SAID_DIGIT, 30, true, said_digit},
    {SAID_NINE, 6, true, said_nine},
    {SAID_EXIT, 4, false, said_exit},
    {SAID_STOP, 3, false, said_stop},
    {SAID_PLAIN, 12, true, said_plain},
    {SAID_WHO, 3, true, said_who},
    {SAID_DANGER, 6, true, said_danger},
    {SAID_ASKS, 8, false, said_asks},
};
#define SAYINGS (sizeof(sayings) / sizeof(*sayings))

enum said
people_choose(struct model *m, char ret[200], bool *ret_files)
{
	unsigned all = 0, count = 0;
	const struct saying *s = sayings;
	for (size_t i = 0; i < SAYINGS; i++)
		all += sayings[i].weight;
	unsigned at = model_random(m, all);
	while (at >= s->weight)
		at -= s++->weight;
	while (s->texts[count] != NULL)
		count++;
	(void)snprintf(ret, 200, "%s", s->texts[model_random(m, count)]);
	*ret_files = s->files;
	return s->said;
}

/* A machine's answer to any text of ours; the echo sends it back itself. */
const char *
people_machine_words(const struct person *p)
{
	if (p->kind == PERSON_SIAGA)
		return "Info Kota: pesan sudah masuk. Boleh dibalas di HP ini? "
		       "Balas 1 boleh, X jangan. Nomor penting: 112.";
	return "Saya sedang sibuk, nanti saya hubungi kembali.";
}

/* The first two are twins: the same words, another case. */
void
people_make(struct model *m)
{
	static const enum person_kind kinds[] = {PERSON_ORDINARY, PERSON_TWIN,
	    PERSON_ORDINARY, PERSON_ORDINARY, PERSON_ORDINARY, PERSON_ANSWERS,
	    PERSON_ECHOES, PERSON_SIAGA, PERSON_SHORT, PERSON_SHORT,
	    PERSON_SHORT};
	static const char *const odd[] = {
	    "3636", "TELKOMSEL", "+6281200000001"};
	int shorts = 0;
	m->count = (int)(sizeof(kinds) / sizeof(*kinds));
	for (int i = 0; i < m->count; i++) {
		struct person *p = &m->people[i];
		*p = (struct person){.kind = kinds[i]};
		if (p->kind == PERSON_SHORT)
			(void)snprintf(
			    p->number, sizeof(p->number), "%s", odd[shorts++]);
		else
			(void)snprintf(p->number, sizeof(p->number),
			    "+62813%07d", 4560000 + i * 1117);
	}
}
