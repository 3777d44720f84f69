/* What cppcheck, which reads no system headers, must know of uthash. */
#ifndef PTS_LINT_CPPCHECK_H
#define PTS_LINT_CPPCHECK_H

#define HASH_ITER(hh, head, el, tmp)                                           \
	for ((el) = (head), (tmp) = NULL; (el) != NULL; (el) = (tmp))

#endif /* PTS_LINT_CPPCHECK_H */
