/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people wrote is read whole or not at all: configuration, dialogue,
 * lexicon and templates, with each allocation of it failing once, and with all
 * from there on. Adds to both counts; prints what is wrong.
 */
#ifndef FAULT_READING_H
#define FAULT_READING_H

void reading_sweep(const char *dir, int *passed, int *failed);

#endif
