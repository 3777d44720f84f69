/* fstat(2) in the glibc of x86-64, 2.33 to 2.38, as gcc makes it: seen in the
 * libraries and loaders of Debian 12 and, with endbr64, of Ubuntu 22.04.
 *
 *   fstat64:   mov %rsi,%rdx          fstatat64: (endbr64)
 *              test %edi,%edi                    mov %ecx,%r10d
 *              js ...                            mov $262,%eax
 *              mov $AT_EMPTY_PATH,%ecx           syscall
 *              lea name(%rip),%rsi               cmp $-4096,%eax
 *              jmp fstatat64                     ja ...
 *                                                xor %eax,%eax
 *                                                ret
 *
 * The lea becomes, in as many bytes, "mov $5,%eax; jmp" to the syscall: %rdi is
 * the descriptor and %rsi still the buffer, as fstat(2) takes them, and what is
 * behind the syscall looks at %eax alone.  It is one instruction that is
 * replaced, so nobody stands in its midst; who stands before it or behind it
 * goes on well either way. */
#include "tracee/respell.h"

#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

/* Any byte. */
#define ANY (-1)

static const int16_t fstat_code[] = {
    0x48, 0x89, 0xf2,                     /* mov %rsi,%rdx */
    0x85, 0xff,                           /* test %edi,%edi */
    0x78, ANY,                            /* js */
    0xb9, 0x00, 0x10, 0x00, 0x00,         /* mov $0x1000,%ecx */
    0x48, 0x8d, 0x35, ANY, ANY, ANY, ANY, /* lea name(%rip),%rsi */
    0xe9, ANY, ANY, ANY, ANY,             /* jmp fstatat64 */
};

static const int16_t fstatat_code[] = {
    0x41, 0x89, 0xca,             /* mov %ecx,%r10d */
    0xb8, 0x06, 0x01, 0x00, 0x00, /* mov $262,%eax */
    0x0f, 0x05,                   /* syscall */
    0x3d, 0x00, 0xf0, 0xff, 0xff, /* cmp $-4096,%eax */
    0x77, ANY,                    /* ja */
    0x31, 0xc0,                   /* xor %eax,%eax */
    0xc3,                         /* ret */
};

static const int16_t endbr_code[] = {0xf3, 0x0f, 0x1e, 0xfa};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Offsets in what stands above. */
#define LEA      12u
#define LEA_END  (LEA + RESPELL_SIZE)
#define JMP_END  COUNT(fstat_code)
#define SYSCALL  8u
#define CALL_END 10u

static bool
matches(const unsigned char *code, const int16_t *want, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (want[i] != ANY && code[i] != want[i])
			return false;
	return true;
}

/* A displacement of four bytes. */
static ptrdiff_t
far_at(const unsigned char *code)
{
	int32_t n;

	memcpy(&n, code, sizeof(n));
	return n;
}

bool
respell_find(const unsigned char code[RESPELL_LOOK], struct respelling *ret)
{
	const ptrdiff_t entry = RESPELL_BEFORE - CALL_END;
	const ptrdiff_t call = entry + SYSCALL;

	if (!matches(code + entry, fstatat_code, COUNT(fstatat_code)))
		return false;
	for (size_t at = 0; at + JMP_END <= RESPELL_LOOK; at++) {
		ptrdiff_t end = (ptrdiff_t)(at + LEA_END), to;

		if (!matches(code + at, fstat_code, COUNT(fstat_code)))
			continue;
		to = (ptrdiff_t)(at + JMP_END) + far_at(code + end + 1);
		if (to == entry - (ptrdiff_t)COUNT(endbr_code) &&
		    matches(code + to, endbr_code, COUNT(endbr_code)))
			to = entry;
		if (to != entry || call - end < INT8_MIN ||
		    call - end > INT8_MAX)
			continue;
		ret->at = at + LEA;
		ret->name = end + far_at(code + end - 4);
		memcpy(ret->code, "\xb8\0\0\0\0\xeb", RESPELL_SIZE);
		ret->code[1] = SYS_fstat;
		ret->code[6] = (unsigned char)(call - end);
		return true;
	}
	return false;
}
