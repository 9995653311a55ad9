/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DISK_BLOCK 4096

static struct disk {
	char dir[512], synced[512], only[64];
	enum disk_mode mode;
	enum disk_mode nth_mode;
	int64_t nth, call_nth;
	bool nth_failed;
	void (*call)(void *arg);
	void *call_arg;
} disk;

typedef ssize_t disk_write_call(int, const void *, size_t);
typedef ssize_t disk_pwrite_call(int, const void *, size_t, off_t);
typedef int disk_truncate_call(int, off_t);

static disk_write_call *disk_real_write;
static disk_pwrite_call *disk_real_pwrite;
static disk_truncate_call *disk_real_truncate;

/* The file's name below the watched folder, "" for that, NULL elsewhere. */
static const char *
disk_name(int fd, char path[512])
{
	char link[64];
	size_t len = strlen(disk.dir);
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t size = readlink(link, path, 511);
	if (size <= 0 || len == 0)
		return NULL;
	path[size] = '\0';
	if (strncmp(path, disk.dir, len) != 0)
		return NULL;
	if (path[len] == '\0')
		return path + len;
	return path[len] == '/' ? path + len + 1 : NULL;
}

static bool
disk_grows(int fd, off_t end)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return false;
	off_t room = (st.st_size + DISK_BLOCK - 1) / DISK_BLOCK * DISK_BLOCK;
	return end > room;
}

static bool
disk_is_meant(const char *name)
{
	return strncmp(name, disk.only, strlen(disk.only)) == 0;
}

/* Counts down to the failure that was ordered. */
static bool
disk_is_nth(bool sync)
{
	if (disk.nth == 0 || (disk.nth_mode == DISK_SYNCS_FAIL) != sync)
		return false;
	if (--disk.nth > 0)
		return false;
	disk.nth_failed = true;
	return true;
}

/* 0, or the errno with which this write is to fail. */
static int
disk_write_error(int fd, off_t end)
{
	char path[512];
	const char *name = disk_name(fd, path);
	if (name == NULL)
		return 0;
	if (disk.call_nth > 0 && --disk.call_nth == 0)
		disk.call(disk.call_arg);
	if (disk_is_nth(false))
		return disk.nth_mode == DISK_FULL ? ENOSPC : EIO;
	if (!disk_is_meant(name))
		return 0;
	if (disk.mode == DISK_WRITES_FAIL)
		return EIO;
	return disk.mode == DISK_FULL && disk_grows(fd, end) ? ENOSPC : 0;
}

static ssize_t
disk_write(int fd, const void *bytes, size_t size)
{
	off_t at = lseek(fd, 0, SEEK_CUR);
	int err = disk_write_error(fd, at + (off_t)size);
	if (err == 0)
		return disk_real_write(fd, bytes, size);
	errno = err;
	return -1;
}

static ssize_t
disk_pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	int err = disk_write_error(fd, at + (off_t)size);
	if (err == 0)
		return disk_real_pwrite(fd, bytes, size, at);
	errno = err;
	return -1;
}

static int
disk_truncate(int fd, off_t size)
{
	int err = disk_write_error(fd, size);
	if (err == 0)
		return disk_real_truncate(fd, size);
	errno = err;
	return -1;
}

/* Reads by the descriptor it has: opening another would drop its locks. */
static void
disk_save_synced(int fd, const char *name)
{
	static char bytes[65536];
	char path[1100];
	ssize_t got;
	off_t at = 0;
	(void)snprintf(path, sizeof(path), "%s/%s", disk.dir, name);
	/* One that cannot be read from is none of SQLite's. */
	int in =
	    pread(fd, bytes, 1, 0) < 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	(void)snprintf(path, sizeof(path), "%s/%s", disk.synced, name);
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	while (out >= 0 &&
	       (got = pread(in < 0 ? fd : in, bytes, sizeof(bytes), at)) > 0 &&
	       write(out, bytes, (size_t)got) == got)
		at += got;
	if (out >= 0)
		(void)close(out);
	if (in >= 0)
		(void)close(in);
}

/*
 * Names go to the disk in their order with any fsync, as in the journals of
 * ext4 and xfs: what was moved has its new name, what was removed is gone.
 */
static void
disk_save_names(void)
{
	char from[1100], to[1100];
	struct stat st;
	struct dirent *entry;
	DIR *dir = opendir(disk.synced);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char *end = strstr(entry->d_name, ".new");
		(void)snprintf(
		    from, sizeof(from), "%s/%s", disk.dir, entry->d_name);
		if (stat(from, &st) == 0)
			continue;
		(void)snprintf(
		    from, sizeof(from), "%s/%s", disk.synced, entry->d_name);
		if (end == NULL) {
			(void)unlink(from);
			continue;
		}
		*end = '\0';
		(void)snprintf(
		    to, sizeof(to), "%s/%s", disk.synced, entry->d_name);
		(void)rename(from, to);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

static int
disk_sync(int fd)
{
	char path[512];
	const char *name = disk_name(fd, path);
	if (name == NULL)
		return 0;
	if (disk_is_nth(true) ||
	    (disk.mode == DISK_SYNCS_FAIL && disk_is_meant(name))) {
		errno = EIO;
		return -1;
	}
	if (disk.synced[0] != '\0' && name[0] != '\0')
		disk_save_synced(fd, name);
	if (disk.synced[0] != '\0')
		disk_save_names();
	return 0;
}

int
fsync(int fd)
{
	return disk_sync(fd);
}

int
fdatasync(int fd)
{
	return disk_sync(fd);
}

/* A function pointer of one type as one of another, without a cast of data. */
static sqlite3_syscall_ptr
disk_replace(const char *name, sqlite3_syscall_ptr call)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	sqlite3_syscall_ptr real = vfs->xGetSystemCall(vfs, name);
	if (real != NULL)
		(void)vfs->xSetSystemCall(vfs, name, call);
	return real;
}

void
disk_install(void)
{
	sqlite3_syscall_ptr real;
	(void)sqlite3_initialize();
	real = disk_replace("write", (sqlite3_syscall_ptr)disk_write);
	disk_real_write = (disk_write_call *)real;
	/* off_t has 64 bits on every box we build for */
	real = disk_replace("pwrite", (sqlite3_syscall_ptr)disk_pwrite);
	if (real == NULL)
		real =
		    disk_replace("pwrite64", (sqlite3_syscall_ptr)disk_pwrite);
	disk_real_pwrite = (disk_pwrite_call *)real;
	real = disk_replace("ftruncate", (sqlite3_syscall_ptr)disk_truncate);
	disk_real_truncate = (disk_truncate_call *)real;
}

void
disk_watch(const char *dir)
{
	(void)snprintf(disk.dir, sizeof(disk.dir), "%s", dir);
}

void
disk_set_mode(enum disk_mode mode, const char *only)
{
	disk.mode = mode;
	(void)snprintf(
	    disk.only, sizeof(disk.only), "%s", only == NULL ? "" : only);
}

void
disk_fail_nth(enum disk_mode mode, int64_t nth)
{
	disk.nth_mode = mode;
	disk.nth = nth;
	disk.nth_failed = false;
}

bool
disk_failed_nth(void)
{
	return disk.nth_failed;
}

void
disk_at_write(int64_t nth, void (*call)(void *arg), void *arg)
{
	disk.call_nth = nth;
	disk.call = call;
	disk.call_arg = arg;
}

void
disk_keep_synced(const char *dir)
{
	(void)snprintf(
	    disk.synced, sizeof(disk.synced), "%s", dir == NULL ? "" : dir);
}
