/* SPDX-License-Identifier: GPL-2.0-or-later */
/* _GNU_SOURCE: dl_iterate_phdr(), madvise(), malloc_trim() */
#define _GNU_SOURCE
#include "gateway/notify/idle.h"

#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Only what was mapped without the right to write equals its file, so that
 * it may be dropped: relocated tables lie in the writable segment.
 */
static bool
idle_is_text(const ElfW(Phdr) * segment)
{
	return segment->p_type == PT_LOAD && (segment->p_flags & PF_W) == 0;
}

/* Code with relocations in it: then its text is no longer the file's. */
static bool
idle_is_patched(const struct dl_phdr_info *object)
{
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		if (segment->p_type != PT_DYNAMIC)
			continue;
		uintptr_t at = object->dlpi_addr + segment->p_vaddr;
		const ElfW(Dyn) *entry = (const void *)at;
		for (; entry->d_tag != DT_NULL; entry++)
			if (entry->d_tag == DT_TEXTREL)
				return true;
	}
	return false;
}

static int
idle_drop_text(struct dl_phdr_info *object, size_t size, void *arg)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	(void)size;
	(void)arg;
	if (idle_is_patched(object))
		return 0;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		if (!idle_is_text(segment))
			continue;
		uintptr_t from = object->dlpi_addr + segment->p_vaddr;
		uintptr_t to = from + segment->p_filesz;
		from &= ~(page - 1);
		(void)madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

void
idle_shrink(void)
{
	(void)malloc_trim(0);
	(void)dl_iterate_phdr(idle_drop_text, NULL);
}
