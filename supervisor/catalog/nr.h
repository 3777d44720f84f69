/* Numbers of calls newer than the kernel headers of the oldest system we build
 * on (Linux 6.1).  From 424 on, a number means the same on every architecture:
 * arch/x86/entry/syscalls/syscall_64.tbl, scripts/syscall.tbl. */
#ifndef PTS_CATALOG_NR_H
#define PTS_CATALOG_NR_H

#include <asm/unistd.h>

#ifndef __NR_memfd_secret
#define __NR_memfd_secret 447 /* 5.14 */
#endif
#ifndef __NR_cachestat
#define __NR_cachestat 451 /* 6.5 */
#endif
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452 /* 6.6 */
#endif
#ifndef __NR_map_shadow_stack
#define __NR_map_shadow_stack 453 /* 6.6 */
#endif
#ifndef __NR_futex_wake
#define __NR_futex_wake    454 /* 6.7 */
#define __NR_futex_wait    455
#define __NR_futex_requeue 456
#endif
#ifndef __NR_statmount
#define __NR_statmount 457 /* 6.8 */
#define __NR_listmount 458
#endif
#ifndef __NR_lsm_get_self_attr
#define __NR_lsm_get_self_attr 459 /* 6.8 */
#define __NR_lsm_set_self_attr 460
#define __NR_lsm_list_modules  461
#endif
#ifndef __NR_mseal
#define __NR_mseal 462 /* 6.10 */
#endif
#ifndef __NR_setxattrat
#define __NR_setxattrat    463 /* 6.13 */
#define __NR_getxattrat    464
#define __NR_listxattrat   465
#define __NR_removexattrat 466
#endif
#ifndef __NR_open_tree_attr
#define __NR_open_tree_attr 467 /* 6.15 */
#endif
#ifndef __NR_file_getattr
#define __NR_file_getattr 468 /* 6.17 */
#define __NR_file_setattr 469
#endif

#endif /* PTS_CATALOG_NR_H */
