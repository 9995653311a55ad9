/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in the folder of backups; see backup_job.h. */
#include "backup_job.h"

#include "vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOB_PATH 1200

static void
job_path(char ret[JOB_PATH], const char *dir, const char *name)
{
	(void)snprintf(ret, JOB_PATH, "%s/%s", dir, name);
}

static void
job_prefix(const uint8_t gateway[BACKUP_GATEWAY_SIZE], char ret[9])
{
	(void)snprintf(ret, 9, "%02x%02x%02x%02x", gateway[0], gateway[1],
	    gateway[2], gateway[3]);
}

void
backup_keys_name(
    const uint8_t gateway[BACKUP_GATEWAY_SIZE], char ret[BACKUP_NAME_SIZE])
{
	char prefix[9];
	job_prefix(gateway, prefix);
	(void)snprintf(ret, BACKUP_NAME_SIZE, "siaga-keys-%s.bak", prefix);
}

void
backup_data_name(const struct backup_head *head, char ret[BACKUP_NAME_SIZE])
{
	char prefix[9];
	job_prefix(head->gateway, prefix);
	(void)snprintf(ret, BACKUP_NAME_SIZE, "siaga-data-%s-%08llu.bak",
	    prefix, (unsigned long long)head->generation);
}

int
backup_sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	int err = fsync(fd) < 0 ? -errno : 0;
	(void)close(fd);
	return err;
}

/* What flash keeps elsewhere stays there; the keys decide, not this. */
static void
job_overwrite(int fd)
{
	static const char zeros[65536];
	struct stat st;
	int err = fstat(fd, &st) < 0 ? -errno : 0;
	off_t left = err == 0 ? st.st_size : 0;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return;
	for (; err == 0 && left > 0; left -= (off_t)sizeof(zeros))
		err = backup_write(fd, zeros,
		    left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros));
	(void)fsync(fd);
}

void
backup_wipe(const char *dir, const char *name)
{
	char path[JOB_PATH];
	job_path(path, dir, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0) {
		job_overwrite(fd);
		(void)close(fd);
	}
	(void)unlink(path);
}

void
backup_job_free(struct backup_job *j)
{
	if (j == NULL)
		return;
	free(j->state_dir);
	free(j->dir);
	free(j->reader_pks);
	free(j);
}

static int
job_fail(struct backup_result *r, int err, const char *cause)
{
	r->err = err;
	r->cause = cause;
	return err;
}

/* --- writing a file so that its name is of a whole one --- */

static int
job_create(
    const struct backup_job *j, const char *name, char ret_path[JOB_PATH])
{
	char temporary[BACKUP_NAME_SIZE + 8];
	(void)snprintf(temporary, sizeof(temporary), ".%s.new", name);
	job_path(ret_path, j->dir, temporary);
	int fd = open(ret_path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd < 0 ? -errno : fd;
}

/* The file of that name until now, which nobody may read afterwards. */
static int
job_open_old(const struct backup_job *j, const char *name)
{
	char path[JOB_PATH];
	job_path(path, j->dir, name);
	return open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
}

static int
job_name_it(struct backup_job *j, const char *temporary, const char *name)
{
	char path[JOB_PATH];
	job_path(path, j->dir, name);
	j->named = true;
	if (rename(temporary, path) < 0)
		return -errno;
	return backup_sync_dir(j->dir);
}

static int
job_put_keys(struct backup_job *j, const struct vault_blob *keys)
{
	char temporary[JOB_PATH];
	int fd = job_create(j, j->of_keys.name, temporary);
	if (fd < 0)
		return fd;
	int err = backup_write(fd, keys->bytes, keys->size);
	if (err == 0 && fsync(fd) < 0)
		err = -errno;
	(void)close(fd);
	int old = job_open_old(j, j->of_keys.name);
	if (err == 0)
		err = job_name_it(j, temporary, j->of_keys.name);
	if (err < 0)
		(void)unlink(temporary);
	if (err == 0 && old >= 0)
		job_overwrite(old);
	if (old >= 0)
		(void)close(old);
	return err;
}

static int
job_seal_into(struct backup_job *j, int from)
{
	char temporary[JOB_PATH];
	struct stat st;
	const struct backup_readers readers = {j->reader_pks, j->reader_count};
	int to = job_create(j, j->of_data.name, temporary);
	if (to < 0)
		return to;
	int err = backup_file_seal(from, to, &j->head, &readers, &j->stop);
	if (err == 0 && fstat(to, &st) == 0)
		j->of_data.size = (int64_t)st.st_size;
	(void)close(to);
	if (err == 0)
		err = job_name_it(j, temporary, j->of_data.name);
	if (err < 0)
		(void)unlink(temporary);
	return err;
}

static int
job_put_data(struct backup_job *j)
{
	char path[JOB_PATH];
	job_path(path, j->state_dir, BACKUP_TEMPORARY);
	int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (from < 0)
		return -errno;
	int err = job_seal_into(j, from);
	(void)close(from);
	return err;
}

/* --- old files of data --- */

static int
job_newest_first(const void *a, const void *b)
{
	const char *const *first = a, *const *second = b;
	return strcmp(*second, *first);
}

static size_t
job_list(const struct backup_job *j, DIR *dir, char **names, size_t most)
{
	char begin[BACKUP_NAME_SIZE], prefix[9];
	size_t count = 0;
	struct dirent *entry;
	job_prefix(j->head.gateway, prefix);
	int len = snprintf(begin, sizeof(begin), "siaga-data-%s-", prefix);
	while (count < most && (entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, begin, (size_t)len) != 0)
			continue;
		names[count] = strdup(entry->d_name);
		count += names[count] != NULL;
	}
	return count;
}

static void
job_rotate(const struct backup_job *j)
{
	char *names[1024], path[JOB_PATH];
	DIR *dir = j->keep > 0 ? opendir(j->dir) : NULL;
	if (dir == NULL)
		return;
	size_t count = job_list(j, dir, names, 1024);
	(void)closedir(dir);
	qsort(names, count, sizeof(*names), job_newest_first);
	for (size_t i = 0; i < count; i++) {
		job_path(path, j->dir, names[i]);
		if (i >= (size_t)j->keep)
			(void)unlink(path);
		free(names[i]);
	}
}

/* --- the whole of it --- */

static int
job_look(struct backup_job *j)
{
	char path[JOB_PATH];
	struct stat folder, state;
	if (stat(j->dir, &folder) < 0 || !S_ISDIR(folder.st_mode))
		return job_fail(
		    &j->of_keys, -ENOENT, "the folder is not there");
	j->same_disk =
	    stat(j->state_dir, &state) == 0 && state.st_dev == folder.st_dev;
	job_path(path, j->dir, j->of_keys.name);
	if (j->replaces && access(path, F_OK) < 0)
		return job_fail(&j->of_keys, -ENOENT,
		    "the file of keys that lay there is not there");
	return 0;
}

static void
job_copy(struct backup_job *j)
{
	char path[JOB_PATH];
	job_path(path, j->state_dir, BACKUP_TEMPORARY);
	backup_wipe(j->state_dir, BACKUP_TEMPORARY);
	j->of_data.err =
	    backup_copy_data(j->state_dir, path, &j->stop, &j->of_data.cause);
}

static void
job_keys(struct backup_job *j)
{
	struct vault_blob keys = {0};
	int err = vault_snapshot(j->state_dir, &keys);
	if (err < 0) {
		(void)job_fail(&j->of_keys, err, "keys.db cannot be copied");
		return;
	}
	j->of_keys.size = (int64_t)keys.size;
	err = job_put_keys(j, &keys);
	vault_blob_free(&keys);
	if (err < 0)
		(void)job_fail(
		    &j->of_keys, err, "the file of keys cannot be written");
}

static void
job_data(struct backup_job *j)
{
	int err = j->of_keys.err;
	const char *cause = j->of_keys.cause;
	if (err == 0) {
		err = job_put_data(j);
		cause = "the file of data cannot be written";
	}
	if (err < 0)
		(void)job_fail(&j->of_data, err, cause);
	else
		job_rotate(j);
}

void
backup_job_run(struct engine_job *job)
{
	struct backup_job *j = (struct backup_job *)job;
	backup_keys_name(j->head.gateway, j->of_keys.name);
	backup_data_name(&j->head, j->of_data.name);
	if (job_look(j) < 0) {
		(void)job_fail(&j->of_data, j->of_keys.err, j->of_keys.cause);
		return;
	}
	if (j->data)
		job_copy(j);
	job_keys(j);
	if (j->data && j->of_data.err == 0)
		job_data(j);
	if (j->data)
		backup_wipe(j->state_dir, BACKUP_TEMPORARY);
}
