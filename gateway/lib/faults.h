/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is wrong with the files a person wrote: configuration, templates,
 * lexicon. All faults are collected, not only the first, each as
 * "file:line: what is wrong, what was expected"; warnings do not stop a start.
 * Owner: the caller. Lines beyond the maximum are counted, not kept.
 */
#ifndef SIAGA_FAULTS_H
#define SIAGA_FAULTS_H

#include "buf.h"

#include <stdbool.h>

struct faults {
	struct buf text; /* one line each, faults and warnings in order met */
	unsigned count;
	unsigned warnings;
	bool lenient;   /* from now on a fault is a warning */
	bool no_memory; /* the files may be fine: worth another try */
};

void faults_init(struct faults *);
void faults_free(struct faults *);
void faults_add(struct faults *, const char *file, int line, const char *format,
    ...) __attribute__((format(printf, 4, 5)));
/* Adds those lines of the other that are not there yet. */
void faults_merge(struct faults *, const struct faults *other);
/* A fault that is none of the file's: there was no memory to read it. */
void faults_no_memory(struct faults *, const char *file);
void faults_warn(struct faults *, const char *file, int line,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
