/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hardened program is refused, and what still works in it. */
#define _GNU_SOURCE /* unshare */
#include "gateway/lib/harden.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ALL                                                                    \
	(HARDEN_KERNEL | HARDEN_EXEC | HARDEN_NETWORK | HARDEN_LISTEN |        \
	    HARDEN_CHANGE | HARDEN_WRITE)
#define NOTE "/tmp/harden_test"

/* Nothing given up comes back: so each in a process of its own. */
static int
in_child(int (*run)(void))
{
	int status = 0;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(run());
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

#if defined(__SANITIZE_ADDRESS__)
#define SKIP_IF_SANITIZED() skip()
#else
#define SKIP_IF_SANITIZED() (void)0
#endif

#define REFUSED(call)                                                          \
	do {                                                                   \
		errno = 0;                                                     \
		if ((call) >= 0 || errno != EPERM)                             \
			return __LINE__ % 251 + 1;                             \
	} while (0)
#define WORKS(call)                                                            \
	do {                                                                   \
		if ((call) < 0)                                                \
			return __LINE__ % 251 + 1;                             \
	} while (0)

static char *const harmless[] = {(char[]){"true"}, NULL};

static int
everything_is_denied(void)
{
	if (harden_deny(ALL) < 0)
		return 255;
	REFUSED(execve("/bin/true", harmless, NULL));
	REFUSED(
	    syscall(SYS_execveat, AT_FDCWD, "/bin/true", harmless, NULL, 0));
	REFUSED(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	REFUSED(unshare(CLONE_NEWUSER));
	REFUSED(chroot("/"));
	REFUSED(syscall(SYS_mount, "a", "/tmp", "tmpfs", 0, NULL));
	REFUSED(syscall(SYS_bpf, 0, NULL, 0));
	REFUSED(syscall(425 /* io_uring_setup */, 1, NULL));
	REFUSED(socket(AF_INET, SOCK_STREAM, 0));
	REFUSED(socket(AF_INET6, SOCK_DGRAM, 0));
	REFUSED(socket(AF_NETLINK, SOCK_RAW, 0));
	REFUSED(listen(0, 1));
	REFUSED(accept(0, NULL, NULL));
	REFUSED(open(NOTE, O_WRONLY | O_CREAT, 0600));
	REFUSED(open("/dev/null", O_RDWR));
	REFUSED(openat(AT_FDCWD, "/dev/null", O_WRONLY));
	REFUSED(unlink(NOTE));
	REFUSED(rename(NOTE, NOTE "2"));
	REFUSED(mkdir(NOTE, 0700));
	REFUSED(chmod("/tmp", 0777));
	WORKS(open("/dev/null", O_RDONLY));
	WORKS(socket(AF_UNIX, SOCK_STREAM, 0));
	WORKS(fcntl(0, F_GETFD));
	return 0;
}

static void
what_is_denied_is_refused(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(in_child(everything_is_denied), 0);
}

static int
steps(void)
{
	if (harden_denied() != 0 || harden_deny(HARDEN_KERNEL) < 0)
		return 255;
	REFUSED(chroot("/"));
	WORKS(socket(AF_INET, SOCK_STREAM, 0));
	WORKS(open("/dev/null", O_RDWR));
	if (harden_deny(HARDEN_NETWORK | HARDEN_EXEC) < 0)
		return 254;
	REFUSED(chroot("/"));
	REFUSED(socket(AF_INET, SOCK_STREAM, 0));
	REFUSED(execve("/bin/true", harmless, NULL));
	WORKS(open("/dev/null", O_RDWR));
	return harden_denied() == (HARDEN_KERNEL | HARDEN_NETWORK | HARDEN_EXEC)
		   ? 0
		   : 253;
}

static void
denials_add_up(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(in_child(steps), 0);
}

static int
starts_a_program(void)
{
	if (harden_deny(HARDEN_KERNEL) < 0)
		return 255;
	(void)execve("/bin/true", harmless, NULL);
	return 1;
}

static void
siagad_may_start_programs(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(in_child(starts_a_program), 0);
}

#ifdef __x86_64__
static int
calls_by_other_numbers(void)
{
	if (harden_deny(HARDEN_KERNEL) < 0)
		return 255;
	(void)syscall(0x40000000 | SYS_getpid);
	return 1;
}

static void
other_numbers_end_it(void **state)
{
	(void)state;
	SKIP_IF_SANITIZED();
	assert_int_equal(in_child(calls_by_other_numbers), 256 + SIGSYS);
}
#endif

static int
starts(void)
{
	const struct harden_limits limits = {
	    .keep_fds = 3, .files = 40, .memory = 1ull << 30};
	struct rlimit core, files, memory;
	int inherited = dup2(0, 17);
	(void)umask(0);
	if (inherited < 0 || harden_start(&limits) < 0)
		return 255;
	if (fcntl(17, F_GETFD) >= 0 || fcntl(2, F_GETFD) < 0)
		return 1;
	if (umask(0) != 0077)
		return 2;
	if (getrlimit(RLIMIT_CORE, &core) < 0 || core.rlim_max != 0 ||
	    getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_max != 40)
		return 3;
#if !defined(__SANITIZE_ADDRESS__)
	if (getrlimit(RLIMIT_AS, &memory) < 0 || memory.rlim_max != 1u << 30)
		return 4;
	if (prctl(PR_GET_DUMPABLE) != 0 ||
	    prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 5;
#else
	(void)memory;
#endif
	/* A limit that is lower already stays as it is. */
	const struct harden_limits more = {.keep_fds = 3, .files = 400};
	if (harden_start(&more) < 0 || getrlimit(RLIMIT_NOFILE, &files) < 0)
		return 6;
	return files.rlim_max == 40 ? 0 : 7;
}

static void
a_start_gives_up_what_it_should(void **state)
{
	(void)state;
	assert_int_equal(in_child(starts), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_denied_is_refused),
	    cmocka_unit_test(denials_add_up),
	    cmocka_unit_test(siagad_may_start_programs),
#ifdef __x86_64__
	    cmocka_unit_test(other_numbers_end_it),
#endif
	    cmocka_unit_test(a_start_gives_up_what_it_should),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
