/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include "wipe.h"

#include <string.h>

/* Turns of siagad and siaga-modem reach 80 to 90 KiB. */
#define WIPE_STACK_SIZE (160 * 1024)

#ifdef __has_attribute
#if __has_attribute(zero_call_used_regs)
#define WIPE_REGISTERS __attribute__((zero_call_used_regs("all")))
#endif
#endif
#ifndef WIPE_REGISTERS
#define WIPE_REGISTERS
#endif
#ifdef __x86_64__
#define WIPE_XMM                                                               \
	"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",        \
	    "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",       \
	    "xmm15"
#define WIPE_ZMM(n) "vpxord %zmm" #n ", %zmm" #n ", %zmm" #n "\n\t"
#endif

/* As wipe_heap.c has them, where that is linked. */
__attribute__((weak)) void
wipe_watch(bool on)
{
	(void)on;
}

__attribute__((weak)) void
wipe_grown(void)
{
}

void
wipe(void *bytes, size_t size)
{
	explicit_bzero(bytes, size);
}

/*
 * The C library copies with the widest registers there are, and those above
 * 15 keep what was copied until the next long copy. The compiler's own wiping
 * (below) knows only those that this program was built for.
 */
static void
wipe_wide_registers(void)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx"))
		__asm__ volatile("vzeroall" ::: WIPE_XMM);
	if (!__builtin_cpu_supports("avx512f"))
		return;
	__asm__ volatile(WIPE_ZMM(16) WIPE_ZMM(17) WIPE_ZMM(18) WIPE_ZMM(19));
	__asm__ volatile(WIPE_ZMM(20) WIPE_ZMM(21) WIPE_ZMM(22) WIPE_ZMM(23));
	__asm__ volatile(WIPE_ZMM(24) WIPE_ZMM(25) WIPE_ZMM(26) WIPE_ZMM(27));
	__asm__ volatile(WIPE_ZMM(28) WIPE_ZMM(29) WIPE_ZMM(30) WIPE_ZMM(31));
#endif
}

__attribute__((noinline)) WIPE_REGISTERS void
wipe_stack(void)
{
	unsigned char dead[WIPE_STACK_SIZE];
	explicit_bzero(dead, sizeof(dead));
	wipe_wide_registers();
}
