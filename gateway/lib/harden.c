/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A deny list: which calls libraries make changes with every release of
 * theirs, and an allow list that is a month too old would stop a hotline. The
 * units carry the allow lists, where an administrator can mend them.
 */
#define _GNU_SOURCE /* close_range, MCL_ONFAULT */
#include "harden.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HARDEN_FDS         4096 /* closed one by one on old kernels */
#define HARDEN_LOCK_LEAST  (512ull * 1024 * 1024) /* siagad reserves 300 */
#define HARDEN_PROGRAM_MAX 512
#define HARDEN_X32         0x40000000u /* x86-64's other numbers */
/* The same on every machine, and newer than the headers of Debian 12. */
#define SYS_NEW_fchmodat2      452
#define SYS_NEW_setxattrat     463
#define SYS_NEW_removexattrat  466
#define SYS_NEW_open_tree_attr 467

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#define HARDEN_ARCH 0
#elif defined(__x86_64__) && !defined(__ILP32__)
#define HARDEN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define HARDEN_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define HARDEN_ARCH AUDIT_ARCH_ARM
#elif defined(__i386__)
#define HARDEN_ARCH AUDIT_ARCH_I386
#elif defined(__riscv) && __riscv_xlen == 64
#define HARDEN_ARCH AUDIT_ARCH_RISCV64
#else
#define HARDEN_ARCH 0
#endif

/* --- system calls, by what they are denied for --- */

struct harden_call {
	unsigned deny;
	int number;
};

#define CALL(deny, name)                                                       \
	{                                                                      \
		HARDEN_##deny, SYS_##name                                      \
	}

static const struct harden_call harden_calls[] = {
    CALL(KERNEL, ptrace),
    CALL(KERNEL, process_vm_readv),
    CALL(KERNEL, process_vm_writev),
    CALL(KERNEL, kcmp),
    CALL(KERNEL, perf_event_open),
    CALL(KERNEL, bpf),
    CALL(KERNEL, mount),
    CALL(KERNEL, umount2),
    CALL(KERNEL, pivot_root),
    CALL(KERNEL, chroot),
    CALL(KERNEL, unshare),
    CALL(KERNEL, setns),
    CALL(KERNEL, init_module),
    CALL(KERNEL, finit_module),
    CALL(KERNEL, delete_module),
    CALL(KERNEL, kexec_load),
    CALL(KERNEL, reboot),
    CALL(KERNEL, swapon),
    CALL(KERNEL, swapoff),
    CALL(KERNEL, acct),
    CALL(KERNEL, quotactl),
    CALL(KERNEL, syslog),
    CALL(KERNEL, settimeofday),
    CALL(KERNEL, clock_settime),
    CALL(KERNEL, adjtimex),
    CALL(KERNEL, clock_adjtime),
    CALL(KERNEL, sethostname),
    CALL(KERNEL, setdomainname),
    CALL(KERNEL, personality),
    CALL(KERNEL, vhangup),
    CALL(KERNEL, mknodat),
    CALL(KERNEL, open_by_handle_at),
    CALL(KERNEL, add_key),
    CALL(KERNEL, request_key),
    CALL(KERNEL, keyctl),
#ifdef SYS_mknod
    CALL(KERNEL, mknod),
#endif
#ifdef SYS_iopl
    CALL(KERNEL, iopl),
    CALL(KERNEL, ioperm),
    CALL(KERNEL, modify_ldt),
#endif
#ifdef SYS_kexec_file_load
    CALL(KERNEL, kexec_file_load),
#endif
#ifdef SYS_userfaultfd
    CALL(KERNEL, userfaultfd),
#endif
#ifdef SYS_io_uring_setup /* does what this filter would not see */
    CALL(KERNEL, io_uring_setup),
    CALL(KERNEL, io_uring_enter),
    CALL(KERNEL, io_uring_register),
#endif
#ifdef SYS_fsopen
    CALL(KERNEL, open_tree),
    CALL(KERNEL, move_mount),
    CALL(KERNEL, fsopen),
    CALL(KERNEL, fsconfig),
    CALL(KERNEL, fsmount),
    CALL(KERNEL, fspick),
#endif
#ifdef SYS_mount_setattr
    CALL(KERNEL, mount_setattr),
#endif
#ifdef SYS_pidfd_getfd
    CALL(KERNEL, pidfd_getfd),
#endif
#ifdef SYS_clock_settime64
    CALL(KERNEL, clock_settime64),
    CALL(KERNEL, clock_adjtime64),
#endif
    CALL(KERNEL, NEW_open_tree_attr),
    CALL(EXEC, execve),
    CALL(EXEC, execveat),
    CALL(LISTEN, listen),
    CALL(LISTEN, accept4),
#ifdef SYS_accept
    CALL(LISTEN, accept),
#endif
#ifdef SYS_socketcall /* hides which call and which family it is */
    CALL(NETWORK, socketcall),
    CALL(LISTEN, socketcall),
#endif
    CALL(CHANGE, unlinkat),
    CALL(CHANGE, linkat),
    CALL(CHANGE, symlinkat),
    CALL(CHANGE, mkdirat),
    CALL(CHANGE, fchmodat),
    CALL(CHANGE, fchownat),
    CALL(CHANGE, utimensat),
    CALL(CHANGE, truncate),
    CALL(CHANGE, setxattr),
    CALL(CHANGE, lsetxattr),
    CALL(CHANGE, removexattr),
    CALL(CHANGE, lremovexattr),
    CALL(CHANGE, renameat2),
    CALL(CHANGE, NEW_fchmodat2),
    CALL(CHANGE, NEW_setxattrat),
    CALL(CHANGE, NEW_removexattrat),
#ifdef SYS_utimensat_time64
    CALL(CHANGE, utimensat_time64),
#endif
#ifdef SYS_truncate64
    CALL(CHANGE, truncate64),
#endif
#ifdef SYS_chown32
    CALL(CHANGE, chown32),
    CALL(CHANGE, lchown32),
#endif
#ifdef SYS_renameat
    CALL(CHANGE, renameat),
#endif
#ifdef SYS_rename
    CALL(CHANGE, rename),
    CALL(CHANGE, unlink),
    CALL(CHANGE, rmdir),
    CALL(CHANGE, link),
    CALL(CHANGE, symlink),
    CALL(CHANGE, mkdir),
    CALL(CHANGE, creat),
    CALL(CHANGE, chmod),
    CALL(CHANGE, chown),
    CALL(CHANGE, lchown),
#endif
#ifdef SYS_openat2 /* its flags are out of our sight; the C library has none   \
		    */
    CALL(CHANGE, openat2),
    CALL(WRITE, openat2),
#endif
};

/* Calls that are denied for what one argument is. */
struct harden_argument {
	unsigned deny;
	int number;
	unsigned argument;
	uint32_t mask, value;
	bool equal; /* deny if (argument & mask) == value, or if it is not */
};

static const struct harden_argument harden_arguments[] = {
    {HARDEN_NETWORK, SYS_socket, 0, UINT32_MAX, AF_UNIX, false},
    {HARDEN_CHANGE, SYS_openat, 2, O_CREAT, O_CREAT, true},
    {HARDEN_WRITE, SYS_openat, 2, O_ACCMODE, O_RDONLY, false},
#ifdef SYS_open
    {HARDEN_CHANGE, SYS_open, 1, O_CREAT, O_CREAT, true},
    {HARDEN_WRITE, SYS_open, 1, O_ACCMODE, O_RDONLY, false},
#endif
};

/* --- the filter --- */

struct harden_program {
	struct sock_filter at[HARDEN_PROGRAM_MAX];
	unsigned short len;
};

static void
harden_add(struct harden_program *p, uint16_t code, uint32_t k, uint8_t yes,
    uint8_t no)
{
	BUG_IF(p->len == HARDEN_PROGRAM_MAX);
	p->at[p->len++] =
	    (struct sock_filter){.code = code, .jt = yes, .jf = no, .k = k};
}

static void
harden_load(struct harden_program *p, size_t offset)
{
	harden_add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
harden_return(struct harden_program *p, uint32_t what)
{
	harden_add(p, BPF_RET | BPF_K, what, 0, 0);
}

/* Another architecture's numbers would mean other calls than those below. */
static void
harden_add_head(struct harden_program *p)
{
	harden_load(p, offsetof(struct seccomp_data, arch));
	harden_add(p, BPF_JMP | BPF_JEQ | BPF_K, HARDEN_ARCH, 1, 0);
	harden_return(p, SECCOMP_RET_KILL_PROCESS);
	harden_load(p, offsetof(struct seccomp_data, nr));
	if (HARDEN_ARCH == AUDIT_ARCH_X86_64) {
		/* -1 is no call: a tracer of the administrator's skips one so
		 * (strace --inject), and the kernel answers ENOSYS. */
		harden_add(p, BPF_JMP | BPF_JEQ | BPF_K, UINT32_MAX, 2, 0);
		harden_add(p, BPF_JMP | BPF_JGE | BPF_K, HARDEN_X32, 0, 1);
		harden_return(p, SECCOMP_RET_KILL_PROCESS);
	}
}

static void
harden_add_call(struct harden_program *p, const struct harden_call *c)
{
	harden_add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)c->number, 0, 1);
	harden_return(p, SECCOMP_RET_ERRNO | EPERM);
}

/* Ends with the number loaded again, for what follows. */
static void
harden_add_argument(struct harden_program *p, const struct harden_argument *a)
{
	size_t offset = offsetof(struct seccomp_data, args) +
			sizeof(uint64_t) * a->argument;
	harden_add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)a->number, 0, 5);
	harden_load(p, offset);
	harden_add(p, BPF_ALU | BPF_AND | BPF_K, a->mask, 0, 0);
	harden_add(p, BPF_JMP | BPF_JEQ | BPF_K, a->value, a->equal ? 0 : 1,
	    a->equal ? 1 : 0);
	harden_return(p, SECCOMP_RET_ERRNO | EPERM);
	harden_load(p, offsetof(struct seccomp_data, nr));
}

static void
harden_build(struct harden_program *p, unsigned deny)
{
	p->len = 0;
	harden_add_head(p);
	for (size_t i = 0; i < sizeof(harden_calls) / sizeof(*harden_calls);
	     i++)
		if ((harden_calls[i].deny & deny) != 0)
			harden_add_call(p, &harden_calls[i]);
	for (size_t i = 0;
	     i < sizeof(harden_arguments) / sizeof(*harden_arguments); i++)
		if ((harden_arguments[i].deny & deny) != 0)
			harden_add_argument(p, &harden_arguments[i]);
	harden_return(p, SECCOMP_RET_ALLOW);
}

static unsigned harden_asked; /* what harden_deny() was called for */

unsigned
harden_denied(void)
{
	return harden_asked;
}

int
harden_deny(unsigned deny)
{
	static struct harden_program program;
	unsigned new = deny & ~harden_asked;
	harden_asked |= deny;
	if (new == 0 || HARDEN_SANITIZED)
		return 0;
	if (HARDEN_ARCH == 0)
		return -ENOSYS;
	harden_build(&program, new);
	struct sock_fprog filter = {program.len, program.at};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0)
		return -errno;
	return 0;
}

void
harden_deny_or_warn(unsigned deny)
{
	int err = harden_deny(deny);
	if (err < 0)
		log_warn("harden.no_filter", LOG_S("cause", strerror(-err)),
		    LOG_S(
			"effect", "a program that is taken over can do more"));
}

/* --- the start --- */

/* A lower limit stays. EPERM: a unit's filter, and then limits are its own. */
static int
harden_limit(int what, rlim_t most)
{
	struct rlimit now;
	if (getrlimit(what, &now) < 0)
		return errno == EPERM ? 0 : -errno;
	if (most > now.rlim_max)
		most = now.rlim_max;
	const struct rlimit limit = {most, most};
	return setrlimit(what, &limit) < 0 && errno != EPERM ? -errno : 0;
}

/* What it gives up for itself its children may still need: siaga-web takes more
 * connections than siagad has files. */
static int
harden_files(const struct harden_limits *limits)
{
	struct rlimit now;
	rlim_t own = limits->files, all = limits->files_of_children;
	if (getrlimit(RLIMIT_NOFILE, &now) < 0)
		return errno == EPERM ? 0 : -errno;
	if (all < own)
		all = own;
	if (all > now.rlim_max)
		all = now.rlim_max;
	const struct rlimit limit = {own < all ? own : all, all};
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 && errno != EPERM ? -errno
								      : 0;
}

static void
harden_close_from(int first)
{
	if (close_range((unsigned)first, ~0u, 0) == 0)
		return;
	for (int fd = first; fd < HARDEN_FDS; fd++)
		(void)close(fd);
}

int
harden_start(const struct harden_limits *limits)
{
	(void)umask(0077);
	harden_close_from(limits->keep_fds);
	int err = harden_limit(RLIMIT_CORE, 0);
	if (err == 0)
		err = harden_files(limits);
	if (err < 0 || HARDEN_SANITIZED)
		return err;
	if (limits->memory != 0)
		err = harden_limit(RLIMIT_AS, limits->memory);
	if (err == 0 && (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
			    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0))
		err = -errno;
	return err;
}

/* --- memory --- */

/* CAP_IPC_LOCK: no limit counts. */
static bool
harden_has_ipc_lock(void)
{
	struct __user_cap_header_struct header = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};
	return syscall(SYS_capget, &header, data) == 0 &&
	       (data[0].effective & (1u << CAP_IPC_LOCK)) != 0;
}

/*
 * Under a limit that is too small, locking what is to come would make memory
 * run out where there is plenty: worse than a page in the swap.
 */
static bool
harden_may_lock(void)
{
	struct rlimit limit;
	if (harden_has_ipc_lock())
		return true;
	if (getrlimit(RLIMIT_MEMLOCK, &limit) < 0)
		return false;
	limit.rlim_cur = limit.rlim_max;
	return limit.rlim_cur >= HARDEN_LOCK_LEAST &&
	       setrlimit(RLIMIT_MEMLOCK, &limit) == 0;
}

void
harden_lock_memory(void)
{
	int err = -ENOMEM;
	if (HARDEN_SANITIZED)
		return;
	/* On fault: what is never touched needs no memory of the machine. */
	if (harden_may_lock())
		err = mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) < 0
			  ? -errno
			  : 0;
	if (err < 0)
		log_info("memory.not_locked", LOG_S("cause", strerror(-err)),
		    LOG_S("effect", "parts of it may reach the swap"),
		    LOG_S("remedy", "no swap, or LimitMEMLOCK=infinity"));
}
