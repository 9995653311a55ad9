/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a program of ours gives up when it starts, whoever starts it: traces
 * of its memory on a disk, and system calls that it never needs. The systemd
 * units take away more; this holds for spawned programs too.
 *
 * Nothing given up comes back, and programs started later give it up as well.
 * Built with a sanitizer, which needs most of it, only the limits are set.
 */
#ifndef SIAGA_HARDEN_H
#define SIAGA_HARDEN_H

#include "bug.h"

#include <stdbool.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define HARDEN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HARDEN_SANITIZED 1
#endif
#endif
#ifndef HARDEN_SANITIZED
#define HARDEN_SANITIZED 0
#endif

#define HARDEN_FILES_MOST 1920 /* of any of our programs */

struct harden_limits {
	int keep_fds;   /* descriptors from this one on are closed */
	unsigned files; /* that may be open at a time */
	unsigned files_of_children; /* the same, of programs it starts */
	uint64_t memory; /* bytes of address space; 0: no limit of ours */
};

/*
 * No core dumps, no tracing by our own user, files of ours for us alone, no
 * inherited descriptors, no new privileges. Before anything secret is read.
 */
int harden_start(const struct harden_limits *) MUST_CHECK;

/* System calls that answer EPERM from now on; a program adds to them. */
enum harden_deny {
	HARDEN_KERNEL = 1 << 0,  /* other processes, mounts, modules, clock */
	HARDEN_EXEC = 1 << 1,    /* starting programs */
	HARDEN_NETWORK = 1 << 2, /* sockets that are not AF_UNIX */
	HARDEN_LISTEN = 1 << 3,  /* taking connections */
	HARDEN_CHANGE = 1 << 4,  /* making, removing, changing files by name */
	HARDEN_WRITE = 1 << 5    /* opening what is there for writing */
};
/*
 * Before any thread is started. -ENOSYS: this kernel or machine has no such
 * filter; -EINVAL and others from the kernel. A filter that is there stays.
 */
int harden_deny(unsigned deny) MUST_CHECK;
/* The same; what is not to be had is logged and done without. */
void harden_deny_or_warn(unsigned deny);
/* What has been asked for so far, had or not. */
unsigned harden_denied(void);

/*
 * Keeps all memory out of swap, present and future, where the limit on locked
 * memory leaves room to grow; otherwise logs once that it does not (keys that
 * libsodium holds are locked all the same).
 */
void harden_lock_memory(void);

#endif
