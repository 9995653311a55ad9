/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gateway/modem/device.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEVICE_PATTERN "*?["

static uint64_t
device_hash(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211); /* FNV-1a */
	return hash;
}

/* A name that vanished and came back is another inode or another device. */
static void
device_sign(struct device_list *list, const char *path, const struct stat *st)
{
	struct stat link = {0};
	(void)lstat(path, &link);
	uint64_t h = device_hash(list->signature, path, strlen(path) + 1);
	h = device_hash(h, &st->st_ino, sizeof(st->st_ino));
	h = device_hash(h, &st->st_rdev, sizeof(st->st_rdev));
	h = device_hash(h, &link.st_ino, sizeof(link.st_ino));
	list->signature = device_hash(h, &link.st_ctim, sizeof(link.st_ctim));
}

static int
device_add(struct device_list *list, const char *path, bool configured)
{
	struct stat st;
	if (list->count == DEVICE_MAX || stat(path, &st) < 0 ||
	    S_ISDIR(st.st_mode))
		return 0;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->found[i].path, path) == 0)
			return 0;
	char *copy = strdup(path);
	if (copy == NULL)
		return -ENOMEM;
	device_sign(list, path, &st);
	list->found[list->count++] =
	    (struct device){.path = copy, .configured = configured};
	return 0;
}

static bool
device_all_digits(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* stem_len 0: all that match; else only <stem><digits>. */
static int
device_add_matching(
    struct device_list *list, const char *pattern, size_t stem_len)
{
	glob_t found = {0};
	int err = 0;
	int got = glob(pattern, 0, NULL, &found);
	if (got == GLOB_NOSPACE)
		err = -ENOMEM;
	for (size_t i = 0; err == 0 && got == 0 && i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		if (stem_len == 0 || device_all_digits(path + stem_len))
			err = device_add(list, path, stem_len == 0);
	}
	globfree(&found);
	return err;
}

static int
device_add_siblings(struct device_list *list, const char *path)
{
	size_t stem_len = strlen(path);
	while (stem_len > 0 && isdigit((unsigned char)path[stem_len - 1]))
		stem_len--;
	if (path[stem_len] == '\0')
		return 0;
	char *pattern = malloc(stem_len + sizeof("[0-9]*"));
	if (pattern == NULL)
		return -ENOMEM;
	memcpy(pattern, path, stem_len);
	memcpy(pattern + stem_len, "[0-9]*", sizeof("[0-9]*"));
	int err = device_add_matching(list, pattern, stem_len);
	free(pattern);
	return err;
}

int
device_find(const char *configured, struct device_list *ret)
{
	struct device_list list = {.signature = UINT64_C(14695981039346656037)};
	int err;
	if (strpbrk(configured, DEVICE_PATTERN) != NULL) {
		err = device_add_matching(&list, configured, 0);
	} else {
		err = device_add(&list, configured, true);
		if (err == 0)
			err = device_add_siblings(&list, configured);
	}
	if (err < 0)
		device_list_free(&list);
	else
		*ret = list;
	return err;
}

void
device_list_free(struct device_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->found[i].path);
	*list = (struct device_list){0};
}

static bool
device_is_open_in(const char *pid, const struct stat *wanted)
{
	char path[64];
	(void)snprintf(path, sizeof(path), "/proc/%.16s/fd", pid);
	DIR *fds = opendir(path);
	if (fds == NULL)
		return false;
	bool found = false;
	struct dirent *entry;
	while (!found && (entry = readdir(fds)) != NULL) {
		struct stat st;
		found = fstatat(dirfd(fds), entry->d_name, &st, 0) == 0 &&
			S_ISCHR(st.st_mode) && st.st_rdev == wanted->st_rdev;
	}
	(void)closedir(fds);
	return found;
}

static void
device_read_name(const char *pid, char ret_name[DEVICE_HOLDER_SIZE])
{
	char path[64];
	(void)snprintf(path, sizeof(path), "/proc/%.16s/comm", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? 0 : read(fd, ret_name, DEVICE_HOLDER_SIZE - 1);
	if (fd >= 0)
		(void)close(fd);
	ret_name[len > 0 ? len : 0] = '\0';
	ret_name[strcspn(ret_name, "\n")] = '\0';
	for (char *at = ret_name; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) && strchr("._-", *at) == NULL)
			*at = '_'; /* it goes into a modem.state detail */
}

bool
device_holder(const char *path, char ret_name[DEVICE_HOLDER_SIZE])
{
	struct stat st;
	if (stat(path, &st) < 0 || !S_ISCHR(st.st_mode))
		return false;
	DIR *proc = opendir("/proc");
	if (proc == NULL)
		return false;
	char self[24];
	(void)snprintf(self, sizeof(self), "%ld", (long)getpid());
	bool found = false;
	struct dirent *entry;
	while (!found && (entry = readdir(proc)) != NULL) {
		if (!device_all_digits(entry->d_name) ||
		    strcmp(entry->d_name, self) == 0)
			continue;
		found = device_is_open_in(entry->d_name, &st);
		if (found)
			device_read_name(entry->d_name, ret_name);
	}
	(void)closedir(proc);
	return found;
}
